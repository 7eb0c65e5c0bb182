import { describe } from 'vitest';
import type { Winner } from '../../../../shared/rules/objective/learned.ts';

import { ago, every, type Seen, steady, type WrittenPolicy, workersOf } from '../builders.ts';
import { RAISED, TWICE, tunedBy } from '../tuned.ts';
import { type Scenario, tells } from './tells.ts';

const cloudwatch = (name: string) => ({ cloudwatch: { namespace: 'Web', name } });
const driven = (policy: WrittenPolicy, seen: Seen, found: Parameters<typeof tunedBy>[1]): [WrittenPolicy, Seen] => [
  policy,
  { ...seen, history: { tuned: tunedBy(policy, found) } },
];

const objective = (more: object = {}): WrittenPolicy => ({
  metrics: { requests: cloudwatch('RequestCount') },
  rules: [{ kind: 'objective', metric: 'requests', perWorker: 100, ...more }],
});
const requests = (...values: number[]): Seen => ({ desired: 8, metrics: { requests: every(60, values) } });
const won = (title: string, winner: Partial<Winner>, seen: Seen = requests(...steady(700, 70), 700, 720)): Scenario => [
  title,
  ...driven(objective(), seen, { winner: { ...TWICE, ...winner } }),
];
const by = (want: Winner['candidate']['want'], hold = 300, coarse = 0): Partial<Winner> => ({
  candidate: { want, hold, coarse },
  misses: steady(0.04, 9),
  weights: [0, 0.5, 0.6, 0, 0, 0, 0, 0, 0, 0],
  dayBefore: steady(7, 181),
});

describe('an objective', () => {
  tells('objective', [
    ['its first reading', objective(), requests(700)],
    ['its first reading, on a group with workers to spare', objective(), { ...requests(700), desired: 20 }],
    ['a reading of one worker', objective(), requests(100)],
    ['tuned on an hour and a half in the observation', objective(), requests(...steady(700, 90))],
    ['no fresh data', objective(), { desired: 8 }],
    won('a headroom over the last minute', { shareLost: 0.0082, seen: 43_200 }),
    won('a headroom over the latest readings', by({ by: 'headroom', load: 0.75, window: 15 }, 60)),
    won('a headroom over five minutes', by({ by: 'headroom', load: 0.85, window: 300 }, 900)),
    won(
      'a headroom over a quarter of an hour, with coarse steps',
      by({ by: 'headroom', load: 0.95, window: 900 }, 60, 0.15),
    ),
    won('the latest demand', by({ by: 'forecast', forecast: 'last', spread: 'state', times: 2 })),
    won('the mean of a minute', by({ by: 'forecast', forecast: 'minute', spread: 'quick', times: 0.5 })),
    won('a trend', by({ by: 'forecast', forecast: 'trend', spread: 'state', times: -0.5 })),
    won('the season', by({ by: 'forecast', forecast: 'season', spread: 'state', times: 1 })),
    won('the day', by({ by: 'forecast', forecast: 'day', spread: 'state', times: 1 })),
    won('a learned forecast', by({ by: 'forecast', forecast: 'learned', spread: 'state', times: 1 })),
    won('a learned peak', by({ by: 'forecast', forecast: 'learnedPeak', spread: 'state', times: 1 }, 900, 0.15)),
    won('a winner of an hour', { seen: 3600 }),
    won('none that kept the objective', { keeps: false, shareLost: 0.0341, seen: 172_800 }),
    [
      'utilisation alone',
      ...driven({ ...objective(), metrics: { requests: cloudwatch('CPUUtilization') } }, requests(700, 700), {
        winner: TWICE,
      }),
    ],
  ]);
});

const queue = (more: object = {}): WrittenPolicy => ({
  metrics: { waiting: { sqs: { queue: 'jobs' } }, running: { sqs: { queue: 'jobs', count: 'inFlight' } } },
  rules: [{ kind: 'deadline', metric: 'waiting', running: 'running', taskSeconds: 60, startWithin: '5m', ...more }],
});
const queued = (waiting: number, running: number, desired: number): Seen => ({
  desired,
  metrics: {
    waiting: every(15, [...steady(0, 79), waiting], 0),
    running: every(15, steady(running, 80), 0),
  },
});

describe('a deadline', () => {
  tells('deadline', [
    ['an empty queue', queue(), queued(0, 0, 3)],
    ['an empty queue whose first task could not wait for a boot', queue({ startWithin: '90s' }), queued(0, 0, 3)],
    ['a group at zero, and a task', queue(), { ...queued(1, 0, 0), workers: {} }],
    ['more than those there can start in time', queue(), queued(100, 4, 4)],
    ['what those there can do', queue(), queued(6, 3, 4)],
    ['workers to spare', queue(), queued(0, 2, 9)],
    [
      'workers to spare while another boots',
      queue(),
      {
        ...queued(0, 2, 9),
        workers: [...workersOf(8), ...workersOf(1, 'pending', { launchedAt: ago(30) })],
      },
    ],
    ['tasks that a drain would cut off', queue({ taskSeconds: 900, startWithin: '1h' }), queued(0, 7, 9)],
    [
      'a burst a minute ago',
      queue(),
      {
        desired: 12,
        metrics: {
          waiting: every(15, [...steady(0, 70), 40, 20, 5, 0], 0),
          running: every(15, [...steady(0, 70), 12, 12, 12, 5], 0),
        },
      },
    ],
    [
      'what runs is not measured',
      queue({ running: undefined }),
      { desired: 4, metrics: { waiting: every(15, [0, 50], 0) } },
    ],
    ['nothing known of what runs', queue(), { desired: 4, metrics: { waiting: every(15, [0, 50], 0) } }],
  ]);
});

const forecast = (more: object = {}): WrittenPolicy => ({
  metrics: { requests: cloudwatch('RequestCount') },
  rules: [{ kind: 'forecast', metric: 'requests', value: 100, per: 'worker', ...more }],
});
const foreseen = (title: string, found: object, more: object = {}, seen = requests(700, 720)): Scenario => [
  title,
  ...driven(forecast(more), seen, { calibrated: { ...RAISED, ...found } }),
];

describe('a forecast', () => {
  tells('forecast', [
    ['too little to go by', forecast(), requests(...steady(700, 30))],
    ['calibrated on the observation', forecast(), requests(...steady(700, 100), 900)],
    ['no fresh data', forecast(), { desired: 8 }],
    foreseen('the mean of a minute', {}),
    foreseen(
      'the latest reading, which nearly always is too high',
      { by: 'last', raise: Math.log(0.8) },
      { quantile: 0.5 },
    ),
    foreseen('a season', { by: 'season', before: steady(7, 181), season: 604_800 }),
    foreseen('a day at the level of today', { by: 'day', before: steady(7, 181) }),
    foreseen('fewer than there are', {}, {}, { ...requests(700, 720), desired: 20 }),
    foreseen(
      'fewer than there are, where it may shrink',
      { seen: 5 },
      { scaleIn: true },
      { ...requests(700, 720), desired: 20 },
    ),
    foreseen('an average over the workers', { by: 'trend' }, { per: 'group', value: 60 }, requests(60, 70, 90)),
    foreseen('right after a gap', { by: 'learned', weights: steady(0.1, 10) }),
  ]);
});
