import { expect, test } from 'vitest';
import { type PolicyDocument, parsePolicy } from '../../../shared/policy/index.ts';
import { cautionsOf, type Scenario } from '../../../shared/simulation/index.ts';
import { interactive, queue } from './scenarios.ts';

const cautions = (document: Partial<PolicyDocument>, scenario: Scenario): string[] => {
  const parsed = parsePolicy({ group: 'web', capacity: { min: 1, max: 40 }, ...document });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return cautionsOf(parsed.value, scenario);
};
const cloudwatch = { namespace: 'Web', name: 'Requests' };
const objective = { kind: 'objective', metric: 'requests', perWorker: 2 } as const;
const deadline = { kind: 'deadline', metric: 'waiting', taskSeconds: 60, startWithin: 300 } as const;

test.each<[string, Partial<PolicyDocument>, Scenario, string[]]>([
  ['nothing, where all fits', { rules: [objective] }, interactive({ workerRate: 2 }), []],
  [
    'of a worker that serves something else',
    { rules: [objective] },
    interactive({ workerRate: 3 }),
    ['rule requests assumes that a worker serves 2 per second; in this scenario it serves 3'],
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
