/**
 * One IAM statement as data: modules declare what they need, the infrastructure turns it into a statement. `Config`: what a
 * policy writes about the source or the provider.
 */
export interface PermissionData<Config = unknown> {
  /** Letters and digits that read as a sentence: what the statement is for. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly ResourceName[];
  /** As IAM writes them: keys and values by operator. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
  /** Why a resource is a pattern rather than a name; required when one is. */
  readonly patternBecause?: string;
  /**
   * The resources that a policy with this configuration needs; empty if it needs no call of the statement. Only preflight
   * calls this. Absent: every policy of the kind needs all resources of the statement.
   */
  usedBy?(config: Config): readonly ResourceName[];
}

/** `*` for actions that cannot name a resource; else the parts of an ARN. Account and region default to the stack's. */
export type ResourceName = '*' | ArnParts;

export interface ArnParts {
  readonly service: string;
  readonly resource: string;
  readonly resourceName?: string;
  /** An empty text leaves the part out of the ARN, as for AMIs. */
  readonly account?: string;
  readonly region?: string;
}

/** The reason of every statement for such actions; cdk-nag keeps one reason for all statements about `*`. */
export const LISTS_NAME_NO_RESOURCE =
  'Metrics, instances, subnets, types and the health of targets are listed without a resource to name; these statements only read.';
