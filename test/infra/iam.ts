import type { Template } from 'aws-cdk-lib/assertions';
import { functionNamed, only } from './synthesized.ts';

/** The part of IAM's policy evaluation that the stack's statements use, so that tests can check permissions. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
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
  const policy = only(template, 'AWS::IAM::Policy', ({ Properties }) =>
    Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role),
  );
  return policy.Properties.PolicyDocument.Statement;
}

export function may(statements: readonly Statement[], { action, resource, context = {} }: Request): boolean {
  return statements.some(
    (statement) =>
      statement.Effect === 'Allow' &&
      listed(statement.Action).some((pattern) => matches(pattern, action)) &&
      listed(statement.Resource).some((pattern) => matches(text(pattern), resource)) &&
      Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
        Object.entries(keys).every(([key, wanted]) => holds(operator, listed(wanted), context[key])),
      ),
  );
}

function holds(operator: string, wanted: string[], actual: string | string[] | undefined): boolean {
  if (operator === 'Null') return wanted[0] === String(actual === undefined);
  if (operator === 'StringEquals') return typeof actual === 'string' && wanted.includes(actual);
  if (operator === 'ForAllValues:StringEquals') return listed(actual ?? []).every((value) => wanted.includes(value));
  throw new Error(`The operator ${operator} is not implemented`);
}

export const listed = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

function matches(pattern: string, value: string): boolean {
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`).test(value);
}

/** A resolved value as text, with references written as `${Id}`. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': get, 'Fn::Join': join } = value as Record<string, never>;
  if (join) return (join[1] as unknown[]).map(text).join(join[0]);
  if (Ref === 'AWS::Partition') return 'aws';
  return get ? `\${${(get as string[]).join('.')}}` : `\${${Ref}}`;
}
