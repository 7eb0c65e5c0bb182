import { describe, expect, it } from 'vitest';
import { parseObservation, unreadFields } from '../../../shared/policy/index.ts';

const paths = (written: unknown): string[] => unreadFields(written).map(({ path }) => path);

describe('fields of an observation that nothing reads', () => {
  it('are found at every level, with the field that was probably meant', () => {
    const written = {
      ...{ now: '2026-11-21T12:00:00Z', desird: 3 },
      history: { lastOutAt: '2026-11-21T11:00:00Z', lastInat: 1 },
      cluster: { budgt: {}, budget: { hourlyUsd: 5, hourlyUsed: 1 } },
      workers: [{ id: 'a', state: 'ready', bussy: true }],
    };
    expect(unreadFields(written)).toEqual([
      { name: 'desird', path: 'desird', close: 'desired' },
      { name: 'lastInat', path: 'history.lastInat', close: 'lastInAt' },
      { name: 'budgt', path: 'cluster.budgt', close: 'budget' },
      { name: 'hourlyUsed', path: 'cluster.budget.hourlyUsed', close: 'hourlyUsd' },
      { name: 'bussy', path: 'workers[0].bussy', close: 'busy' },
    ]);
  });

  it('are listed once of all workers, at the first', () => {
    const workers = [
      { id: 'a', color: 'red' },
      { id: 'b', color: 'blue' },
      { id: 'c', size: 3 },
    ];
    expect(unreadFields({ workers })).toEqual([
      { name: 'color', path: 'workers[0].color', close: null },
      { name: 'size', path: 'workers[2].size', close: null },
    ]);
  });

  it('are none where something else is written in place of an object', () => {
    for (const written of [null, 'text', 7, ['history'], undefined]) expect(paths(written)).toEqual([]);
    expect(paths({ history: null, cluster: 'main', workers: { ready: 3 } })).toEqual([]);
    expect(paths({ history: [1], workers: [null, 'a'] })).toEqual([]);
  });

  it('are own fields only', () => {
    expect(paths(Object.create({ history: { unread: 1 } }))).toEqual([]);
  });
});

it('what is remembered of who served is sorted by time', () => {
  const at = (minute: number) => `2026-11-21T11:${minute}:00Z`;
  const serving = [
    { at: at(30), workers: 3 },
    { at: at(10), workers: 1 },
    { at: at(20), workers: 2 },
  ];
  const parsed = parseObservation({ now: '2026-11-21T12:00:00Z', history: { serving } });
  expect(parsed.ok && parsed.value.history.serving?.map(({ workers }) => workers)).toEqual([1, 2, 3]);
});
