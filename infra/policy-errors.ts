import { Token } from 'aws-cdk-lib/core';
import { parseDeployable, type ValidationError } from '../shared/policy/index.ts';

/**
 * Validation errors of a policy at synthesis. CloudFormation fills in tokens at deployment, so a valid placeholder
 * replaces them here, and put-policy validates their values.
 */
export function policyErrors(written: unknown): readonly ValidationError[] {
  const unknown = new Set<string>();
  const parsed = parseDeployable(withPlaceholders(written, '', '', unknown));
  return parsed.ok ? [] : parsed.faults.filter(({ path }) => !unknown.has(path));
}

/** Valid placeholders by field. The placeholder of other texts is 'token', that of other numbers 1. */
const PLACEHOLDERS: Readonly<Record<string, string | number>> = {
  id: 'lt-0',
  subnets: 'subnet-0',
  instanceTypes: 'c7g.large',
  version: '1',
  max: 100_000,
};

/** Replaces the tokens in a value and adds their paths to `unknown`. `path` has the format of validation errors. */
function withPlaceholders(value: unknown, path: string, field: string, unknown: Set<string>): unknown {
  if (Token.isUnresolved(value)) {
    unknown.add(path);
    const placeholder = PLACEHOLDERS[field] ?? (typeof value === 'number' ? 1 : 'token');
    return Array.isArray(value) ? [placeholder] : placeholder;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => withPlaceholders(item, `${path}[${index}]`, field, unknown));
  }
  if (typeof value !== 'object' || value === null) return value;
  const inner = (key: string) => (path ? `${path}.${key}` : key);
  const replaced = Object.entries(value).map(([key, item]) => [key, withPlaceholders(item, inner(key), key, unknown)]);
  return Object.fromEntries(replaced);
}
