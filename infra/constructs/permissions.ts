import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack, Validations } from 'aws-cdk-lib/core';

export interface Permission {
  /** Letters and digits that read as a sentence: what the statement is for. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
  /** Why a pattern stands where a resource's name would be better; required when one does. */
  readonly patternBecause?: string;
}

/** The reason of every statement that allows a list; cdk-nag keeps one for all statements about `*`. */
export const LISTS_NAME_NO_RESOURCE =
  'Metrics, instances, subnets, types and the health of targets are listed without a resource to name; these statements only read.';

/** Adds one statement to the role, and tells cdk-nag why it may name resources by a pattern. */
export function allow(role: iam.Role, permission: Permission): void {
  const { sid, conditions, patternBecause } = permission;
  role.addToPolicy(
    new iam.PolicyStatement({
      sid,
      actions: [...permission.actions],
      resources: [...permission.resources],
      ...(conditions ? { conditions } : {}),
    }),
  );
  for (const resource of permission.resources.map((arn) => plainText(Stack.of(role).resolve(arn)))) {
    if (!resource.includes('*')) continue;
    if (!patternBecause) throw new Error(`${sid} allows ${resource}: say why in patternBecause`);
    Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason: patternBecause });
  }
}

/** A resolved ARN as cdk-nag spells it in the ids of its findings: references in angle brackets. */
function plainText(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved;
  const reference = Object(resolved) as { Ref?: string; 'Fn::GetAtt'?: string[]; 'Fn::Join'?: [string, unknown[]] };
  if (reference['Fn::Join']) return reference['Fn::Join'][1].map(plainText).join(reference['Fn::Join'][0]);
  return `<${reference.Ref ?? reference['Fn::GetAtt']?.join('.')}>`;
}
