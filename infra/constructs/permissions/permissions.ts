import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { PermissionData } from '../../../shared/model/index.ts';

export interface Permission {
  /** Purpose of the statement, in letters and digits only. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
  /** Why the statement names resources by a pattern; required if it does. */
  readonly patternBecause?: string;
}

/** Adds a statement to the role and acknowledges its patterns in cdk-nag, with their reason. Throws if the reason is missing. */
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
  acknowledgePatterns(role, permission.resources, (resource) => {
    if (!patternBecause) throw new Error(`${sid} allows ${resource}: give the reason in patternBecause`);
    return patternBecause;
  });
}

/** Acknowledges the resources of a policy that are patterns, with the reason for each. */
export function acknowledgePatterns(
  policy: Construct,
  resources: readonly string[],
  because: (resource: string) => string,
): void {
  for (const resource of resources.map((arn) => plainText(Stack.of(policy).resolve(arn)))) {
    if (!resource.includes('*')) continue;
    Validations.of(policy).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason: because(resource) });
  }
}

/** Adds a statement declared in shared/, with ARNs completed by the stack's partition, region and account. */
export function allowDeclared(role: iam.Role, { resources, ...permission }: PermissionData): void {
  const stack = Stack.of(role);
  allow(role, { ...permission, resources: resources.map((name) => (name === '*' ? name : stack.formatArn(name))) });
}

/** A resolved ARN in the format that cdk-nag uses in the ids of its findings: references are in angle brackets. */
function plainText(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved;
  const reference = Object(resolved) as { Ref?: string; 'Fn::GetAtt'?: string[]; 'Fn::Join'?: [string, unknown[]] };
  if (reference['Fn::Join']) return reference['Fn::Join'][1].map(plainText).join(reference['Fn::Join'][0]);
  return `<${reference.Ref ?? reference['Fn::GetAtt']?.join('.')}>`;
}
