import type { Policy } from '../../policy/index.ts';
import { REFILL_AFTER } from '../../rightsize/index.ts';
import { bootOf, moduleOf, type Rule } from '../../rules/index.ts';

/** What a rule counts with; undefined if it sets nothing, or does not count with boots. */
const bootIn = (rule: Rule): unknown => ('boot' in rule ? rule.boot : undefined);
const countsWithBoots = (rule: Rule): boolean => rule.enabled !== false && moduleOf(rule).looksAtBoots !== undefined;
const isOpen = (rule: Rule): boolean => countsWithBoots(rule) && bootIn(rule) === undefined;

/** What is known of how long a group's workers take until they serve. */
export interface Boots {
  /** Seconds from a launch, as measured. */
  readonly boot?: number | undefined;
  /** A warm pool: so many workers serve `start` seconds after they are asked for. */
  readonly pool?: { readonly size: number; readonly start: number; readonly reuse: boolean } | undefined;
}

/** The policy whose rules count with a measured boot, in seconds, if they set none, and with the members of a warm pool. */
export function withBoot(policy: Policy, { boot, pool }: Boots): Policy {
  const isMeasured = boot !== undefined && policy.behavior.out.boot === 'measured' && policy.rules.some(isOpen);
  const isWarm = pool !== undefined && pool.size > 0 && policy.rules.some(countsWithBoots);
  if (!isMeasured && !isWarm) return policy;
  const key = JSON.stringify([isMeasured && boot, isWarm && [pool.size, pool.start, pool.reuse]]);
  const known = measured.get(policy);
  if (known?.key === key) return known.filled;
  const rules = policy.rules.map((rule) => {
    const own = isMeasured && isOpen(rule) ? { ...rule, boot } : rule;
    return isWarm && countsWithBoots(rule) ? { ...own, pool: poolTiming(pool, bootOf(own, policy.warmup)) } : own;
  });
  const filled = { ...policy, rules };
  measured.set(policy, { key, filled });
  return filled;
}

/** Workers that return fill the pool for so long before others are launched for it. Seconds. */
const poolTiming = ({ size, start, reuse }: NonNullable<Boots['pool']>, boot: number) => ({
  size,
  start,
  back: reuse ? REFILL_AFTER + boot : boot,
});

/** What else is remembered for a policy holds as long as it is the same one. */
const measured = new WeakMap<Policy, { readonly key: string; readonly filled: Policy }>();

/** The rules that count with such a boot. */
export const rulesWithBoot = ({ rules }: Pick<Policy, 'rules'>, boot: number | undefined): string[] =>
  boot === undefined ? [] : rules.filter((rule) => bootIn(rule) === boot).map(({ name }) => name);
