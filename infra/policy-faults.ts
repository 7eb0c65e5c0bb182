import { Token } from 'aws-cdk-lib/core';
import { type Fault, parseDeployable } from '../shared/policy/index.ts';

/**
 * What is wrong with a policy at synthesis, all of it. Values that CloudFormation fills in at deployment (tokens) are
 * not judged here: something acceptable stands in for them, and put-policy judges them when they are known.
 */
export function policyFaults(written: unknown): readonly Fault[] {
  const unknown = new Set<string>();
  const parsed = parseDeployable(standIn(written, '', '', unknown));
  return parsed.ok ? [] : parsed.faults.filter(({ path }) => !unknown.has(path));
}

/** What a token may stand for, by its field; any other text is 'token', any other number 1. */
const ACCEPTABLE: Readonly<Record<string, string | number>> = {
  id: 'lt-0',
  subnets: 'subnet-0',
  instanceTypes: 'c7g.large',
  version: '1',
  max: 100_000,
};

/** The value with its tokens replaced; `path` is the fault's spelling of where it stands. */
function standIn(value: unknown, path: string, field: string, unknown: Set<string>): unknown {
  if (Token.isUnresolved(value)) {
    unknown.add(path);
    const one = ACCEPTABLE[field] ?? (typeof value === 'number' ? 1 : 'token');
    return Array.isArray(value) ? [one] : one;
  }
  if (Array.isArray(value)) return value.map((each, index) => standIn(each, `${path}[${index}]`, field, unknown));
  if (typeof value !== 'object' || value === null) return value;
  const inner = (key: string) => (path ? `${path}.${key}` : key);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, standIn(each, inner(key), key, unknown)]));
}
