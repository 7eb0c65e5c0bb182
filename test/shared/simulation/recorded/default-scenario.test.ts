import { describe, expect, test } from 'vitest';
import { type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import { defaultScenario, lossNote, parseScenario, replayOf } from '../../../../shared/simulation/index.ts';

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

  test('a worker serves what the policy says, in the unit of its metric', () => {
    const total = (statistic: 'Average' | 'Sum') => ({
      metrics: { requests: { cloudwatch: { namespace: 'App', name: 'Requests', statistic } } },
      rules: [{ kind: 'target' as const, metric: 'requests', value: 300, per: 'worker' as const }],
    });
    const { written, text, assumed } = defaultScenario(policyOf(total('Average')));
    // At its target, a worker is at 70 % of what it can serve.
    expect(written['workerRate']).toBeCloseTo(300 / 0.7);
    expect(assumed).toBeNull();
    expect(text).toContain('each of which serves 428.6 units of demand a second, according to the target of the rule');
    expect(defaultScenario(policyOf(total('Sum'))).written['workerRate']).toBeCloseTo(5 / 0.7);
  });

  test('what the policy does not say is assumed, and said where much is lost', () => {
    const metrics = { requests: { cloudwatch: { namespace: 'App', name: 'RequestCount' } } };
    const step = { kind: 'step' as const, metric: 'requests', threshold: 9000, steps: [{ from: 0, add: 2 }] };
    const { text, assumed } = defaultScenario(policyOf({ metrics, rules: [step] }));
    expect(text).toContain('each of which serves one unit of demand a second');
    expect(lossNote(assumed, 4.9)).toBeNull();
    expect(lossNote(assumed, 17.234)).toBe(
      '17.23 % of the demand is lost. If your workers do not serve one unit of demand a second each, set workerRate in a scenario (--world): "npx headcount world init" writes one',
    );
    const queue = defaultScenario(policyOf({ metrics: { queued: QUEUED }, rules: [backlog] }));
    expect(lossNote(queue.assumed, 50)).toContain('If a task does not take 60 s, set taskSeconds');
    // A share of a worker's time is the same in every unit.
    const cpu = defaultScenario(policyOf({ metrics: { cpu: CPU }, rules: [target] }));
    expect(lossNote(cpu.assumed, 50)).toBeNull();
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
