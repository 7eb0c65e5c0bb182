import type { RuleOf } from '../../policy/index.ts';
import { ceilWorkers, truncWorkers } from '../arithmetic.ts';
import { launching } from '../fleet.ts';
import type { Situation } from '../situation.ts';
import { figure, seconds } from '../words.ts';
import { abstain, noData, propose, type Vote } from './vote.ts';

type ThresholdRule = RuleOf<'threshold'>;
type Conditions = NonNullable<ThresholdRule['out']>['when'];
type Verdict =
  | { readonly kind: 'yes' | 'no'; readonly because: string }
  | { readonly kind: 'no-data'; readonly metric: string };

/** Changes the group by a fixed amount once the metric has stayed beyond a bound for long enough. */
export function threshold(rule: ThresholdRule, situation: Situation): Vote {
  const metric = situation.readings.latest(rule.metric);
  if (metric === undefined) return noData(rule.metric);
  const says = `${rule.metric} ${figure(metric)}`;

  const out =
    rule.out &&
    beyond(
      rule.metric,
      metric,
      `above ${figure(rule.out.above)}`,
      (value) => value > (rule.out?.above ?? Infinity),
      rule.out,
      situation,
    );
  const into =
    rule.in &&
    beyond(
      rule.metric,
      metric,
      `below ${figure(rule.in.below)}`,
      (value) => value < (rule.in?.below ?? -Infinity),
      rule.in,
      situation,
    );
  for (const verdict of [out, into]) if (verdict?.kind === 'no-data') return noData(verdict.metric);

  if (rule.out && out?.kind === 'yes') {
    // Workers under way answer the load that the metric still shows: a breach that goes on adds only the difference.
    const base = Math.max(0, situation.current - launching(situation.fleet));
    const wanted = Math.max(situation.current, grown(rule.out, base));
    const on = base < situation.current ? ` on ${base} in service` : '';
    return fire(rule, situation, wanted, `${says} is ${out.because}${on}`);
  }
  if (rule.in && into?.kind === 'yes') {
    return fire(rule, situation, shrunk(rule.in, situation.current), `${says} is ${into.because}`);
  }
  const because = [out, into].flatMap((verdict) => (verdict?.kind === 'no' ? [verdict.because] : [])).join(', ');
  // Without an `in` side the rule has nothing to say about shrinking, and must not stand in the others' way.
  return rule.in ? propose(situation.current, `${says} is ${because}`) : abstain(`${says} is ${because}`);
}

function beyond(
  metric: string,
  latest: number,
  bound: string,
  passes: (value: number) => boolean,
  side: { readonly for: number; readonly when: Conditions },
  { readings }: Situation,
): Verdict {
  if (!passes(latest)) return { kind: 'no', because: `not ${bound}` };
  const held = readings.heldFor(metric, passes);
  if (held < side.for) return { kind: 'no', because: `${bound} for ${seconds(held)} of ${seconds(side.for)}` };
  for (const condition of side.when) {
    const value = readings.latest(condition.metric);
    if (value === undefined) return { kind: 'no-data', metric: condition.metric };
    const holds = condition.above === undefined ? value < (condition.below ?? -Infinity) : value > condition.above;
    const wanted =
      condition.above === undefined ? `below ${figure(condition.below ?? 0)}` : `above ${figure(condition.above)}`;
    if (!holds) return { kind: 'no', because: `${bound}, but ${condition.metric} ${figure(value)} is not ${wanted}` };
  }
  return { kind: 'yes', because: side.for > 0 ? `${bound} for ${seconds(held)}` : bound };
}

/** The rule acts, unless its own cooldown has not passed since it last did. */
function fire(rule: ThresholdRule, { observation, current }: Situation, capacity: number, because: string): Vote {
  const firedAt = Object.hasOwn(observation.history.ruleFiredAt, rule.name)
    ? observation.history.ruleFiredAt[rule.name]
    : undefined;
  const left = firedAt === undefined ? 0 : rule.cooldown - (observation.now - firedAt) / 1000;
  if (left > 0) {
    const wait = `${because}: would go to ${capacity}, waits ${seconds(left)} for the rule's own cooldown`;
    return { kind: 'propose', capacity: current, because: wait, waitsFor: capacity };
  }
  return propose(capacity, `${because}: ${current} → ${capacity}`);
}

/** At least one worker more: a percentage or factor never rounds to no change. */
function grown({ add, percent, multiply }: NonNullable<ThresholdRule['out']>, current: number): number {
  if (add !== undefined) return current + add;
  const wanted = percent !== undefined ? current * (1 + percent / 100) : current * (multiply ?? 1);
  return Math.max(current + 1, ceilWorkers(wanted));
}

/** At least one worker fewer, rounded toward fewer removals, never below none. */
function shrunk({ remove, percent, multiply }: NonNullable<ThresholdRule['in']>, current: number): number {
  if (remove !== undefined) return Math.max(0, current - remove);
  const fraction = percent !== undefined ? percent / 100 : 1 - (multiply ?? 1);
  return Math.max(0, current - Math.max(1, truncWorkers(current * fraction)));
}
