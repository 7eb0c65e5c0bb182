import { usedRules, workOf } from '../../rules/index.ts';
import { intervalFor } from '../scenario/interval.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Signal } from '../scenario/signals.ts';
import type { PolicyRead } from './worker-rate.ts';

/** A scenario field derived because no file sets it, and the origin of its value. */
export interface DerivedField {
  readonly name: string;
  readonly value: string | number;
  readonly from: string;
}

/** The fields that a scenario's file sets. */
type Written = Readonly<Record<string, unknown>>;

const QUEUE_SIGNALS: readonly Signal[] = ['waiting', 'tasks', 'oldestAge'];
const DEFAULT_BOOT_SECONDS = 120;
const MINUTE_SECONDS = 60;

/** Derives the scenario fields that its file leaves out from the policies; the first policy takes precedence. */
export function derivedFields(policies: readonly PolicyRead[], written: Written = {}): DerivedField[] {
  const [first] = policies;
  return [
    kindOf(policies),
    bootOf(policies),
    { name: 'drain', value: first?.policy.behavior.in.drain ?? 0, from: 'behavior.in.drain' },
    ...intervalFields(first, written),
    { name: 'metricDelay', value: 60, from: 'typical for CloudWatch' },
    ...taskFields(policies),
  ];
}

/** As often as a deployed group is evaluated, and the step that this needs. */
function intervalFields(first: PolicyRead | undefined, written: Written): DerivedField[] {
  const asked = first?.policy.evaluateEvery ?? MINUTE_SECONDS;
  const from = asked === MINUTE_SECONDS ? 'the schedule' : 'evaluateEvery';
  return Object.entries(intervalFor(asked, written)).map(([name, value]): DerivedField => ({ name, value, from }));
}

function kindOf(policies: readonly PolicyRead[]): DerivedField & { readonly value: Scenario['kind'] } {
  for (const { policy, signals } of policies) {
    const queue = [...signals].find(([, signal]) => QUEUE_SIGNALS.includes(signal))?.[0];
    if (queue !== undefined) return { name: 'kind', value: 'queue', from: `${queue} counts waiting tasks` };
    const rule = usedRules(policy).find((candidate) => workOf(candidate).isQueued);
    if (rule) return { name: 'kind', value: 'queue', from: `the rule ${rule.name}` };
  }
  return { name: 'kind', value: 'interactive', from: 'no metric counts waiting tasks' };
}

function bootOf(policies: readonly PolicyRead[]): DerivedField {
  const rules = policies.flatMap(({ policy }) => usedRules(policy));
  const written = rules.find((rule) => 'boot' in rule && rule.boot !== undefined);
  if (written && 'boot' in written && written.boot !== undefined) {
    return { name: 'boot', value: written.boot, from: `boot of the rule ${written.name}` };
  }
  const warmup = policies.map(({ policy }) => policy.warmup).find((seconds) => seconds > 0);
  if (warmup !== undefined) return { name: 'boot', value: warmup, from: 'warmup' };
  return { name: 'boot', value: DEFAULT_BOOT_SECONDS, from: 'typical for EC2; the policy has no warmup' };
}

/** For a queue: duration and maximum wait of a task, from the first rule that sets them. */
function taskFields(policies: readonly PolicyRead[]): DerivedField[] {
  const fields = new Map<string, DerivedField>();
  const take = (name: string, value: string | number | undefined, rule: string) => {
    if (typeof value === 'number' && !fields.has(name)) fields.set(name, { name, value, from: `the rule ${rule}` });
  };
  for (const rule of policies.flatMap(({ policy }) => usedRules(policy))) {
    const { taskSeconds, startWithin } = workOf(rule);
    take('taskSeconds', taskSeconds, rule.name);
    take('startWithin', startWithin, rule.name);
  }
  return [...fields.values()];
}
