import type { Policy } from '../../policy/index.ts';
import { moduleOf, type Rule } from '../../rules/index.ts';

/** What a rule counts with; undefined if it sets nothing, or does not count with boots. */
const bootIn = (rule: Rule): unknown => ('boot' in rule ? rule.boot : undefined);
const isOpen = (rule: Rule): boolean => moduleOf(rule).looksAtBoots !== undefined && bootIn(rule) === undefined;

/** The policy whose rules count with a measured boot, in seconds, if they set none. */
export function withBoot(policy: Policy, boot: number | undefined): Policy {
  if (boot === undefined || policy.behavior.out.boot !== 'measured' || !policy.rules.some(isOpen)) return policy;
  const known = measured.get(policy);
  if (known?.boot === boot) return known.filled;
  const filled = { ...policy, rules: policy.rules.map((rule) => (isOpen(rule) ? { ...rule, boot } : rule)) };
  measured.set(policy, { boot, filled });
  return filled;
}

/** What else is remembered for a policy holds as long as it is the same one. */
const measured = new WeakMap<Policy, { readonly boot: number; readonly filled: Policy }>();

/** The rules that count with such a boot. */
export const rulesWithBoot = ({ rules }: Pick<Policy, 'rules'>, boot: number | undefined): string[] =>
  boot === undefined ? [] : rules.filter((rule) => bootIn(rule) === boot).map(({ name }) => name);
