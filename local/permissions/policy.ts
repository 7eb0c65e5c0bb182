/** The statements of a policy document. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  /** Wanted values by operator and key. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Wanted>>>>;
}
export type Wanted = string | boolean | number | readonly (string | boolean | number)[];

const KNOWN = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition']);

/** Throws for an element that is not evaluated here: a silent pass would allow too much or too little. */
export function statementsIn(document: string): Statement[] {
  const { Statement: all } = JSON.parse(document) as { readonly Statement: Statement | readonly Statement[] };
  const statements = listed(all);
  for (const statement of statements) {
    const unknown = Object.keys(statement).filter((name) => !KNOWN.has(name));
    if (unknown.length > 0) throw new Error(`The policy element ${unknown.join(', ')} is not evaluated here.`);
  }
  return [...statements];
}

export const listed = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]) : [value as T];
