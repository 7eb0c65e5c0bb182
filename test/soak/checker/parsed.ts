import { type Policy, type PolicyDocument, parsePolicy } from '../../../shared/policy/index.ts';

const known = new WeakMap<PolicyDocument, Policy | null>();

/** What a document means; null if it is not valid. The checker asks for the same ones every minute. */
export function policyIn(document: PolicyDocument): Policy | null {
  const before = known.get(document);
  if (before !== undefined) return before;
  const parsed = parsePolicy(document);
  const policy = parsed.ok ? parsed.value : null;
  known.set(document, policy);
  return policy;
}
