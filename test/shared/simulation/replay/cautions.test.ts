import { expect, test } from 'vitest';
import { type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import { cautionsOf, type Scenario } from '../../../../shared/simulation/index.ts';
import { interactive, queue } from '../scenarios.ts';

const cautions = (document: Partial<PolicyDocument>, scenario: Scenario): string[] => {
  const parsed = parsePolicy({ group: 'web', capacity: { min: 1, max: 40 }, ...document });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return cautionsOf(parsed.value, scenario);
};
const cloudwatch = { namespace: 'Web', name: 'Requests' };
const SUM = { ...cloudwatch, statistic: 'Sum', period: 60 } as const;
const target = { kind: 'target', metric: 'requests', per: 'worker' } as const;
const objective = { kind: 'objective', metric: 'requests', perWorker: 2 } as const;
const deadline = { kind: 'deadline', metric: 'waiting', taskSeconds: 60, startWithin: 300 } as const;

test.each<[string, Partial<PolicyDocument>, Scenario, string[]]>([
  ['nothing, where all fits', { rules: [objective] }, interactive({ workerRate: 2 }), []],
  ['nothing of a disabled rule', { rules: [{ ...objective, enabled: false }] }, interactive({ workerRate: 3 }), []],
  [
    'of a worker that serves something else',
    { rules: [objective] },
    interactive({ workerRate: 3 }),
    ['rule requests assumes that a worker serves 2 per second; in this scenario it serves 3'],
  ],
  [
    'of a sum of a minute where the figure for a worker is per second',
    { metrics: { requests: { cloudwatch: SUM } }, rules: [{ ...objective, perWorker: 20 }] },
    interactive({ workerRate: 20 }),
    [
      'requests is the sum of 60 s, so rule requests assumes that a worker serves 20 in 60 s; in this scenario it serves 20 per second. If 20 is per second, let the rule read the formula "requests / 60"',
    ],
  ],
  [
    'the same of a target',
    { metrics: { requests: { cloudwatch: SUM } }, rules: [{ ...target, value: 14 }] },
    interactive({ workerRate: 20 }),
    [expect.stringContaining('assumes that a worker serves 14 in 60 s')],
  ],
  ...[1200, 840, 300].map((perMinute): [string, Partial<PolicyDocument>, Scenario, string[]] => [
    `nothing of ${perMinute} in a minute, where a worker serves 20 a second`,
    { metrics: { requests: { cloudwatch: SUM } }, rules: [{ ...target, value: perMinute }] },
    interactive({ workerRate: 20 }),
    [],
  ]),
  [
    'nothing of a sum for which the figure is right',
    { metrics: { requests: { cloudwatch: SUM } }, rules: [{ ...objective, perWorker: 1200 }] },
    interactive({ workerRate: 20 }),
    [],
  ],
  [
    'of a task that takes another time',
    { rules: [deadline] },
    queue({ taskSeconds: 90 }),
    ['rule waiting assumes that a task takes 60 s; in this scenario it takes 90 s'],
  ],
  [
    'of another boot, whichever field says it',
    { warmup: 300, rules: [{ ...deadline, boot: 120 }, objective] },
    queue({ taskSeconds: 60, boot: 120 }),
    ['rule requests assumes a boot of 300 s (its boot, or else the warmup); in this scenario a boot takes 120 s'],
  ],
  [
    'of a past that is not known',
    {
      metrics: { cpu: { cloudwatch }, requests: { formula: 'cpu * ready / 100' } },
      rules: [objective],
    },
    interactive({ workerRate: 2 }),
    ['rule requests learns from requests, which reads ready: only the present value of ready is known'],
  ],
  [
    'of metrics that are never fresh',
    { metrics: { cpu: { cloudwatch } }, rules: [{ kind: 'target', metric: 'cpu', value: 50 }] },
    interactive({ workerRate: 2, metricDelay: 300 }),
    ['cpu has a delay of 300 s and a maximum age of 300 s: it is always missing in this scenario; increase its maxAge'],
  ],
])('reports %s', (_, document, scenario, expected) => {
  expect(cautions(document, scenario)).toEqual(expected);
});
