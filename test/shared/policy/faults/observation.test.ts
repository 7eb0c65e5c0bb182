import { parseObservation } from '../../../../shared/policy/index.ts';
import { tells } from './tells.ts';

const seen = (more: object) => ({ now: '2026-11-21T12:00:00Z', ...more });
const winner = {
  candidate: { want: { by: 'headroom', load: 0.5, window: 60 }, hold: 60, coarse: 0 },
  ...{ shareLost: 0.004, keeps: true, of: 900, seen: 864_000, misses: [], weights: [], dayBefore: [] },
};
const tuned = {
  ...{ kind: 'objective', at: '2026-11-21T11:59:00Z', basis: 'objective demand 10', winner },
  timing: { step: 60, boot: 120, drain: 30, delay: 0 },
};
const found = (more: unknown) => seen({ history: { tuned: { demand: more } } });
const worker = (more: object) => seen({ workers: [{ id: 'i-1', state: 'ready', ...more }] });

tells('observation', parseObservation, [
  ['nothing', undefined],
  ['no observation', []],
  ['an empty observation', {}],
  ['a time in words', { now: 'today' }],
  ['a time that is a number', { now: 0 }],
  ['a time without a zone', { now: '2026-11-21T12:00:00' }],
  ['a date that is none', { now: new Date(Number.NaN) }],
  ['a desired capacity below nothing', seen({ desired: -1 })],
  ['counts of a state that does not exist', seen({ workers: { asleep: 1 } })],
  ['counts that are none', seen({ workers: { ready: 1.5 } })],
  ['counts far out of range', seen({ workers: { ready: 1e300, pending: -1e300 } })],
  ['workers by number', seen({ workers: 5 })],
  ['a worker without a name', worker({ id: '' })],
  ['a worker that is listed twice', seen({ workers: ['i-1', 'i-2', 'i-1'].map((id) => ({ id, state: 'ready' })) })],
  ['a worker in a state that does not exist', worker({ state: 'asleep' })],
  ['a worker with a negative price', worker({ hourlyUsd: -1 })],
  ['a series that is a number', seen({ metrics: { cpu: 5 } })],
  ['a datapoint without a time', seen({ metrics: { cpu: [{ value: 5 }] } })],
  [
    'a datapoint that is no figure is left out',
    seen({ metrics: { cpu: [{ at: '2026-11-21T12:00:00Z', value: 'x' }] } }),
  ],
  [
    'a history with faults',
    seen({
      history: {
        proposals: [{ at: 'then', value: -1 }],
        changes: [{ by: 0.5 }],
        missing: { cpu: -1 },
        ruleFiredAt: { cpu: 1 },
      },
    }),
  ],
  ['what an objective has found out', found(tuned)],
  ['what is found out by no rule', found({ ...tuned, kind: 'target' })],
  ['what is found out, in words', found('headroom')],
  ['what is found out, in parts', found({ kind: 'objective' })],
  ['what is found out at a moment in ms', found({ ...tuned, at: 1_795_262_340_000 })],
  [
    'a winner with faults',
    found({
      ...tuned,
      timing: { ...tuned.timing, step: 0 },
      winner: { ...winner, shareLost: 2, misses: ['few'], candidate: { want: { by: 'luck' }, hold: -1, coarse: 0 } },
    }),
  ],
  ['a winner that has seen the future', found({ ...tuned, winner: { ...winner, future: [] } })],
  [
    'a forecast with faults',
    found({
      ...{ ...tuned, winner: undefined, kind: 'forecast' },
      calibrated: { by: 'oracle', season: 0, raise: 1e300, weights: [], before: Array(50_001).fill(1), seen: 1 },
    }),
  ],
]);
