import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack, Validations } from 'aws-cdk-lib/core';
import type { PermissionData } from '../../shared/model/index.ts';

export interface Permission {
  /** Letters and digits that read as a sentence: what the statement is for. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
  /** Why a pattern stands where a resource's name would be better; required when one does. */
  readonly patternBecause?: string;
}

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

/** Adds a statement that a module of shared/ declares, its ARNs completed with the stack's partition, region and account. */
export function allowDeclared(role: iam.Role, { resources, ...permission }: PermissionData): void {
  const stack = Stack.of(role);
  allow(role, { ...permission, resources: resources.map((name) => (name === '*' ? name : stack.formatArn(name))) });
}

/** A resolved ARN as cdk-nag spells it in the ids of its findings: references in angle brackets. */
function plainText(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved;
  const reference = Object(resolved) as { Ref?: string; 'Fn::GetAtt'?: string[]; 'Fn::Join'?: [string, unknown[]] };
  if (reference['Fn::Join']) return reference['Fn::Join'][1].map(plainText).join(reference['Fn::Join'][0]);
  return `<${reference.Ref ?? reference['Fn::GetAtt']?.join('.')}>`;
}
