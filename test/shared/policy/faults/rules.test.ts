import { parsePolicy } from '../../../../shared/policy/index.ts';
import { base, target, tells } from './tells.ts';

const rule = (...rules: object[]) => ({ ...base, rules });
const jobs = { kind: 'backlog', metric: 'jobs' };
const bounds = { kind: 'threshold', metric: 'cpu' };
const steps = (...list: object[]) => rule({ kind: 'step', metric: 'cpu', threshold: 50, steps: list });
const judged = { kind: 'workers', overloaded: [{ metric: 'cpu', above: 80 }], idle: [{ metric: 'mem', below: 5 }] };
const noon = { cron: '0 10 * * *', lasts: '2h' };

tells('rules', parsePolicy, [
  ['a kind that does not exist', rule({ kind: 'cpu' })],
  ['a rule without its fields', rule({ kind: 'target' })],
  ['a name with a space', rule({ ...target, name: 'my cpu' })],
  ['a fallback without workers', rule({ ...target, fallback: { after: -1 } })],
  ['a tolerance below zero', rule({ ...target, tolerance: -0.1 })],
  ['a tolerance in words', rule({ ...target, tolerance: 'none' })],
  ['a target of nothing', rule({ ...target, value: 0 })],
  ['a target beyond any figure', rule({ ...target, value: 1e16 })],
  ['a target per zone', rule({ ...target, per: 'zone' })],
  ['no steps', steps()],
  ['a step upside down', steps({ from: 9, to: 1, add: 1 })],
  ['a step of no width', steps({ from: 9, to: 9, add: 1 })],
  ['a step that does nothing', steps({ from: 0 })],
  ['a step that does three things', steps({ add: 1, percent: 10, set: 5 })],
  [
    'steps that overlap',
    steps({ from: 0, to: 20, add: 1 }, { from: 20, add: 3 }, { from: 19, to: 21, add: 2 }, { to: -5, add: -1 }),
  ],
  ['steps that overlap, one without an upper edge', steps({ from: 0, add: 1 }, { from: 20, add: 3 })],
  ['steps that overlap, one without a lower edge', steps({ to: 0, add: -1 }, { from: -10, to: -5, add: -2 })],
  ['steps for everything', steps({ add: 1 }, { add: 2 })],
  ['a threshold without a side', rule(bounds)],
  ['a side that changes nothing', rule({ ...bounds, out: { above: 80 } })],
  ['a side that shrinks by too much', rule({ ...bounds, in: { below: 20, percent: 101 } })],
  ['a factor that shrinks by nothing', rule({ ...bounds, in: { below: 20, multiply: 1 } })],
  ['a factor that grows by nothing', rule({ ...bounds, out: { above: 80, multiply: 1 } })],
  ['sides that cross', rule({ ...bounds, out: { above: 20, add: 1 }, in: { below: 21, remove: 1 } })],
  ['sides that meet', rule({ ...bounds, out: { above: 20, add: 1 }, in: { below: 20, remove: 1 } })],
  ['a bound that must hold for days', rule({ ...bounds, out: { above: 20, add: 1, for: '2d' } })],
  [
    'a condition with both bounds',
    rule({ ...bounds, out: { above: 20, add: 1, when: [{ metric: 'a', above: 1, below: 2 }] } }),
  ],
  ['a backlog without a measure', rule(jobs)],
  ['a backlog with both measures', rule({ ...jobs, perWorker: 1, taskSeconds: 5, drainWithin: 60 })],
  ['seconds of a task without a time to drain', rule({ ...jobs, taskSeconds: 5 })],
  ['a time to drain without seconds of a task', rule({ ...jobs, perWorker: 5, drainWithin: 60 })],
  ['seconds of a task that are none', rule({ ...jobs, taskSeconds: 0, drainWithin: 60 })],
  ['no time to drain', rule({ ...jobs, taskSeconds: 5, drainWithin: 0 })],
  ['workers judged by nothing', rule({ ...judged, idle: [] })],
  ['a window that moves nothing', rule({ kind: 'schedule', windows: [noon] })],
  ['a window upside down', rule({ kind: 'schedule', windows: [{ ...noon, min: 5, max: 4 }] })],
  ['a window without width', rule({ kind: 'schedule', windows: [{ ...noon, min: 5, max: 5 }] })],
  ['a cron of six fields', rule({ kind: 'schedule', windows: [{ ...noon, cron: '0 0 10 * * *', min: 1 }] })],
  ['a cron of no hour', rule({ kind: 'schedule', windows: [{ ...noon, cron: '0 25 * * *', min: 1 }] })],
  ['a zone that does not exist', rule({ kind: 'schedule', windows: [{ ...noon, timezone: 'Berlin', min: 1 }] })],
  [
    'rules of one name, one of them wrong',
    rule({ ...target, name: 'a', value: -1 }, { ...target, name: 'a' }, { ...target, name: 'a' }),
  ],
]);
