import { expect, test } from 'vitest';
import type { RecordedCase } from '../../../../shared/evaluation/index.ts';
import { type PolicyDocument, parseObservation, parsePolicy } from '../../../../shared/policy/index.ts';
import { decideAndRemember } from '../../../../shared/simulation/replay/remembering.ts';
import { emptyState } from '../../../../shared/state/index.ts';
import { policyOf, type Setting, setting } from '../../evaluation/setting.ts';

const MINUTES = 60;
const CPU = {
  namespace: 'CWAgent',
  name: 'cpu',
  statistic: 'Average' as const,
  period: 60,
  dimensions: { Group: 'ci' },
};

/** Demand that grows, falls, grows again; a metric that is silent for a while; cooldowns, limits and windows that hold back. */
function minuteOf(world: Setting, minute: number): void {
  const wanted = [2, 5, 9, 3, 3, 8][Math.floor(minute / 10)] ?? 2;
  world.queues.set('jobs', { waiting: wanted * 10 });
  if (minute < 3 || minute > 9) world.metrics.put(CPU, world.clock() - 60_000, 40 + wanted * 5);
}

const behavior = {
  out: { cooldown: 60, stabilization: 60, limits: [{ percent: 100, every: 60 }] },
  in: { cooldown: 180, stabilization: 300, limits: [{ percent: 50, every: 120 }] },
};
const metrics = { jobs: { sqs: { queue: 'jobs' } }, cpu: { cloudwatch: CPU } };
const backlog = { kind: 'backlog' as const, metric: 'jobs', perWorker: 10 };

const POLICIES: Readonly<Record<string, Partial<PolicyDocument>>> = {
  'a backlog': { rules: [backlog] },
  'a rule that waits, and so remembers readings': {
    rules: [
      {
        ...{ name: 'deep', kind: 'threshold', metric: 'jobs', cooldown: 120 },
        out: { above: 40, for: 120, add: 2 },
        in: { below: 35, for: 120, remove: 1 },
      },
    ],
  },
  'a rule that falls back without data': {
    rules: [backlog, { kind: 'target', metric: 'cpu', value: 60, fallback: { after: 3, workers: 6 } }],
  },
  'a deadline': { rules: [{ kind: 'deadline', metric: 'jobs', taskSeconds: 30, startWithin: 120 }] },
};

test.each(Object.entries(POLICIES))('production and simulation remember alike: %s', async (_, written) => {
  // What policyOf frees of every brake is braked again.
  const document = { ...policyOf({ ...written, metrics, capacity: { min: 1, max: 20 } }), behavior };
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const world = setting();
  await world.put(document);
  for (let n = 0; n < 2; n++) world.fleet.add('ci');
  let memory = emptyState('ci').decision;
  const moves = new Set<string>();
  for (let minute = 0; minute < MINUTES; minute++) {
    minuteOf(world, minute);
    const cases: RecordedCase[] = [];
    await world.evaluate({ record: (recorded) => cases.push(recorded) });
    const observation = parseObservation(cases.at(-1)?.observation);
    if (!observation.ok) throw new Error(JSON.stringify(observation.faults));
    const { history: _history, desired: _desired, ...observed } = observation.value;
    const played = decideAndRemember(memory, parsed.value, observed);
    memory = played.memory;
    expect(world.state().decision, `minute ${minute}: ${played.decision.reason}`).toEqual(memory);
    moves.add(played.decision.direction);
    world.pass(60);
  }
  expect(moves.size).toBeGreaterThan(1);
});
