import { describe } from 'vitest';
import { ago, minutes, type WrittenPolicy } from '../builders.ts';
import { tells } from './tells.ts';

const cloudwatch = (period: string) => ({ cloudwatch: { namespace: 'N', name: 'n', period } });
const METRICS: NonNullable<WrittenPolicy['metrics']> = {
  cpu: { pushed: {} },
  slow: cloudwatch('5m'),
  quick: cloudwatch('10s'),
  patient: { pushed: {}, maxAge: '10m' },
  each: { formula: 'cpu / workers' },
  share: { formula: 'cpu / ready' },
  gap: { formula: 'desired - ready' },
  mixed: { formula: 'max(cpu, slow)' },
  lasting: { formula: 'cpu + 0', maxAge: '10m' },
  debt: { formula: 'cpu - 100' },
};
/** Grows by one when the metric has been above 50 for so long: how long is told. */
const above = (metric: string, seconds: number): WrittenPolicy => ({
  metrics: METRICS,
  rules: [{ kind: 'threshold', metric, out: { above: 50, for: seconds, add: 1 } }],
});
const reads = (metric: string): WrittenPolicy => ({
  metrics: METRICS,
  rules: [{ kind: 'backlog', metric, perWorker: 1 }],
});
const points = (...values: [seconds: number, value: unknown][]) =>
  values.map(([seconds, value]) => ({ at: ago(seconds), value }));
const seen = (metrics: Record<string, ReturnType<typeof points>>, more: object = {}) => ({
  desired: 4,
  metrics,
  ...more,
});

describe('the metrics', () => {
  tells('readings', [
    ['the newest datapoint counts', reads('cpu'), seen({ cpu: points([60, 7], [120, 9]) })],
    ['as old as three periods', reads('cpu'), seen({ cpu: points([180, 7]) })],
    ['older than three periods', reads('cpu'), seen({ cpu: points([180.001, 7]) })],
    ['as far ahead of the clock as it may be old', reads('cpu'), seen({ cpu: points([-180, 7]) })],
    ['further ahead of the clock', reads('cpu'), seen({ cpu: points([-180.001, 7]) })],
    ['as old as three slow periods', reads('slow'), seen({ slow: points([900, 7]) })],
    ['a quick metric may be five minutes old', reads('quick'), seen({ quick: points([300, 7]) })],
    ['older than that', reads('quick'), seen({ quick: points([301, 7]) })],
    ['as old as its own maximum', reads('patient'), seen({ patient: points([600, 7]) })],
    ['a series of nothing', reads('cpu'), seen({ cpu: points() })],
    [
      'a metric named as every object has one',
      { rules: [{ kind: 'backlog', metric: 'constructor', perWorker: 1 }] },
      seen({}),
    ],
    [
      'a formula of the workers',
      reads('each'),
      seen({ cpu: points([60, 30]) }, { workers: { ready: 3, warming: 2, draining: 4 } }),
    ],
    [
      'a formula of the ready workers',
      reads('share'),
      seen({ cpu: points([60, 30]) }, { workers: { ready: 3, warming: 2 } }),
    ],
    ['a formula of the group alone', reads('gap'), seen({}, { workers: { ready: 3 } })],
    ['a formula below nothing is no data', reads('debt'), seen({ cpu: points([60, 30]) })],
    ['a formula with an old metric is no data', reads('mixed'), seen({ cpu: points([60, 7]), slow: points([901, 9]) })],
    ['held since the value rose', above('cpu', 300), seen({ cpu: minutes(10, 60, 70, 80) })],
    ['held for exactly so long', above('cpu', 180), seen({ cpu: minutes(10, 60, 70, 80) })],
    ['held but for a dip', above('cpu', 180), seen({ cpu: minutes(60, 50, 70, 80) })],
    ['held over a gap of three periods', above('cpu', 240), seen({ cpu: points([240, 60], [60, 60]) })],
    ['not held over a longer gap', above('cpu', 240), seen({ cpu: points([240.001, 60], [60, 60]) })],
    ['held until the end of the newest period', above('cpu', 999), seen({ cpu: points([170, 60], [110, 60]) })],
    ['held no longer than up to now', above('slow', 999), seen({ slow: points([360, 60], [60, 60]) })],
    ['held by a datapoint ahead of the clock', above('cpu', 999), seen({ cpu: points([-30, 60]) })],
    ['a slow metric stands for its period', above('slow', 999), seen({ slow: points([900, 60], [600, 60]) })],
    [
      'a quick metric breaks off after five minutes',
      above('quick', 999),
      seen({ quick: points([331, 60], [30, 60], [10, 60]) }),
    ],
    ['a patient metric bridges its own maximum', above('patient', 999), seen({ patient: points([660, 60], [60, 60]) })],
    [
      'a formula held since one of its metrics rose',
      above('each', 999),
      seen({ cpu: minutes(10, 110, 120, 130) }, { workers: { ready: 2 } }),
    ],
    [
      'a formula of two metrics, as slow as the slower',
      above('mixed', 999),
      seen({ cpu: minutes(60, 10, 10, 10), slow: points([620, 60], [320, 60]) }),
    ],
    [
      'a formula before one of its metrics was measured',
      above('mixed', 999),
      seen({ cpu: minutes(60, 60, 60), slow: points([150, 60]) }),
    ],
    [
      'a formula out of order',
      above('mixed', 999),
      seen({ cpu: points([60, 60], [180, 60], [120, 60]), slow: points([150, 60], [200, 10]) }),
    ],
    ['a formula with a maximum age of its own', above('lasting', 999), seen({ cpu: points([660, 60], [60, 60]) })],
    ['a formula of the group alone has no past', above('gap', 60), seen({}, { desired: 60, workers: { ready: 3 } })],
    ['a formula that was no figure for a while', above('debt', 999), seen({ cpu: minutes(160, 90, 160, 160) })],
  ]);
});
