import type { Template } from 'aws-cdk-lib/assertions';
import { functionNamed, only } from './synthesized.ts';

/** The part of IAM's evaluation that the stack's statements use, so that tests can ask what a function may do. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}
export interface Request {
  readonly action: string;
  /** A resource, spelled as the template resolves: references stand as `${Id}` or `${Id.Attribute}`. */
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
  if (operator === 'ForAllValues:StringEquals') return listed(actual ?? []).every((each) => wanted.includes(each));
  throw new Error(`${operator} is not evaluated here`);
}

export const listed = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);

function matches(pattern: string, value: string): boolean {
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`).test(value);
}

/** A resolved value with its references spelled out. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': get, 'Fn::Join': join } = value as Record<string, never>;
  if (join) return (join[1] as unknown[]).map(text).join(join[0]);
  if (Ref === 'AWS::Partition') return 'aws';
  return get ? `\${${(get as string[]).join('.')}}` : `\${${Ref}}`;
}
