import type { Template } from 'aws-cdk-lib/assertions';
import { type Statement as Policy, simulated } from '../../local/permissions/index.ts';
import { functionNamed } from './synthesized.ts';

/** A statement of the template, whose resources are references. */
export interface Statement extends Omit<Policy, 'Resource'> {
  readonly Resource: unknown;
}
export interface Request {
  readonly action: string;
  /** A resource as resolved from the template, with references written as `${Id}` or `${Id.Attribute}`. */
  readonly resource: string;
  /** Condition keys of the request. */
  readonly context?: Readonly<Record<string, string | string[]>>;
}

export function statementsOf(template: Template, functionName: string): Statement[] {
  const role = functionNamed(template, functionName).Properties.Role['Fn::GetAtt'][0];
  // What does not fit into the role's own policy, the CDK puts into managed ones.
  const policies = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    Object.values(template.findResources(type)).filter(({ Properties }) =>
      Properties.Roles?.some(({ Ref }: { Ref: string }) => Ref === role),
    ),
  );
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

/** Whether the statements allow a request, by the evaluation that the local AWS applies to calls. */
export function may(statements: readonly Statement[], { action, resource, context = {} }: Request): boolean {
  const resolved = statements.map((statement) => ({ ...statement, Resource: listed(statement.Resource).map(text) }));
  // A test names only the keys that matter to it; the request has no others.
  return simulated({ action, resource, context }, resolved).verdict === 'allowed';
}

export const listed = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]) : [value as T];

/** A resolved value as text, with references written as `${Id}`. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': get, 'Fn::Join': join } = value as Record<string, never>;
  if (join) return (join[1] as unknown[]).map(text).join(join[0]);
  if (Ref === 'AWS::Partition') return 'aws';
  return get ? `\${${(get as string[]).join('.')}}` : `\${${Ref}}`;
}
