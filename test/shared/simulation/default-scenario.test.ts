import { describe, expect, test } from 'vitest';
import { type PolicyDocument, parsePolicy } from '../../../shared/policy/index.ts';
import { defaultScenario, parseScenario, replayOf } from '../../../shared/simulation/index.ts';

const policyOf = (written: Pick<PolicyDocument, 'metrics' | 'rules'>) => {
  const parsed = parsePolicy({ group: 'ci', capacity: { min: 1, max: 9 }, ...written });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
};
const CPU = { cloudwatch: { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { Group: 'ci' } } };
const QUEUED = { sqs: { queue: 'jobs', count: 'all' as const } };
const backlog = { kind: 'backlog' as const, metric: 'queued', perWorker: 1 };
const target = { kind: 'target' as const, metric: 'cpu', value: 60 };

describe('without a scenario', () => {
  test('work waits in a queue for a policy that reads only a queue', () => {
    const { written, text } = defaultScenario(policyOf({ metrics: { queued: QUEUED }, rules: [backlog] }));
    expect(written).toMatchObject({ kind: 'queue', taskSeconds: 60, startWithin: 300 });
    expect(text).toContain('each of which takes 60 s and may wait for 300 s');
    const rules = [{ kind: 'backlog' as const, metric: 'queued', taskSeconds: 30, drainWithin: 600 }];
    expect(defaultScenario(policyOf({ metrics: { queued: QUEUED }, rules })).written['taskSeconds']).toBe(30);
  });

  test('workers are interactive for any other policy', () => {
    for (const rules of [[target], [target, backlog]]) {
      const { written } = defaultScenario(policyOf({ metrics: { cpu: CPU, queued: QUEUED }, rules }));
      expect(written).toMatchObject({ kind: 'interactive', peakWorkers: 50 });
    }
  });
});

test.each<[object, boolean]>([
  [{ kind: 'interactive', workerRate: 1 }, false],
  [{ kind: 'interactive', workerRate: 1, taskSeconds: 10 }, true],
  [{ kind: 'interactive', workerRate: 1, metrics: { queued: 'demand' } }, true],
  [{ kind: 'interactive', workerRate: 1, metrics: { queued: 'waiting' } }, false],
  [{ kind: 'queue', taskSeconds: 10, startWithin: 60 }, true],
])('a scenario that has no data for any rule is rejected: %j', (written, isAccepted) => {
  const scenario = parseScenario(written);
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.faults));
  const policy = policyOf({ metrics: { queued: QUEUED }, rules: [backlog] });
  const replay = replayOf(policy, scenario.value, { start: 0, steps: [1, 1] } as never);
  expect(replay.ok).toBe(isAccepted);
  if (replay.ok) return;
  expect(replay.faults[0]?.path).toBe('metrics.queued');
  expect(replay.faults[0]?.message).toContain('utilization, demand, demandPerWorker, lost');
});
