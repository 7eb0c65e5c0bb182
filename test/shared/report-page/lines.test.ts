import { expect, test } from 'vitest';
import { linesOf } from '../../../shared/report-page/browser/lines.ts';
import type { PageData } from '../../../shared/report-page/data.ts';

const counts = { changes: { made: 1, kept: 1 }, held: { made: 1, kept: 1 } };
const linesFor = (...names: string[]) => {
  const plays = names.map((name) => ({ name, desired: [1], counts }));
  return linesOf({ plays, optimum: null, demand: null } as unknown as PageData);
};

test('one or two plays with decisions have buttons for all of their lines', () => {
  expect(linesFor('now').map(({ label }) => label)).toEqual(['Ready', 'Desired', 'Decisions', 'Held']);
  expect(linesFor('now', 'new').map(({ label }) => label)).toEqual([
    ...['Ready, now', 'Desired, now', 'Decisions, now', 'Held, now'],
    ...['Ready, new', 'Desired, new', 'Decisions, new', 'Held, new'],
  ]);
});

test('of more plays, only the first has; each other has one, which switches its decisions too', () => {
  const lines = linesFor('a', 'b', 'c');
  expect(lines.map(({ label, isOn, also }) => [label, isOn, also])).toEqual([
    ...[
      ['Ready, a', true, undefined],
      ['Desired, a', false, undefined],
    ],
    ...[
      ['Decisions, a', true, undefined],
      ['Held, a', false, undefined],
    ],
    ...[
      ['b', true, 'changes:1'],
      ['c', false, 'changes:2'],
    ],
  ]);
});
