import { expect, test } from 'vitest';
import type { TunedRuleStatus } from '../../../../shared/evaluation/index.ts';
import { tunedLine } from '../../../../shared/presentation/status/tuned-text.ts';
import type { Learned } from '../../../../shared/rules/index.ts';
import type { Want } from '../../../../shared/rules/objective/learned.ts';
import { MINUTE, NOON } from '../../../contracts/examples.ts';

const common = { at: NOON - 2 * MINUTE, basis: 'any', timing: { step: 60, boot: 120, drain: 30, delay: 60 } };

const wonBy = (want: Want, { lost = 0.0072, keeps = true } = {}): Learned => ({
  ...{ kind: 'objective', ...common },
  winner: {
    ...{ candidate: { want, hold: 300, coarse: 0 }, shareLost: lost, keeps, of: 900, seen: 72 * 3600 },
    ...{ misses: [], weights: [], dayBefore: [] },
  },
});
const HEADROOM: Want = { by: 'headroom', load: 0.65, window: 60 };
const FORECAST: Want = { by: 'forecast', forecast: 'trend', spread: 'quick', times: 2 };
const foreseen: Learned = {
  ...{ kind: 'forecast', ...common },
  calibrated: { by: 'season', season: 86_400, raise: 0.1, weights: [], before: [], seen: 5400 },
};

const IN_FORCE = { foundAt: NOON, dueAt: NOON + 60 * MINUTE };
const NOW = NOON + 12 * MINUTE;
const lineOf = (
  tuned: Learned | null,
  { evaluatedAt = NOW, ...change }: Partial<TunedRuleStatus> & { readonly evaluatedAt?: number | null } = {},
  kind: Learned['kind'] = 'objective',
) => tunedLine({ rule: 'requests', kind, tuned, ...IN_FORCE, ...change }, evaluatedAt, NOW);

test.each<[string, string, string]>([
  [
    'a headroom, since when and until when',
    lineOf(wonBy(HEADROOM)),
    'requests: headroom 35 % held for 300 s, would have lost 0.72 %, found 12 min ago on 72 h, next in 48 min',
  ],
  [
    'a forecast, where none kept the objective',
    lineOf(wonBy(FORECAST, { lost: 0.0234567, keeps: false })),
    'requests: forecast trend held for 300 s, would have lost 2.3 %, more than its objective, found 12 min ago on 72 h, next in 48 min',
  ],
  [
    'one that is overdue',
    lineOf(wonBy(HEADROOM, { lost: 0 }), { dueAt: NOON + 5 * MINUTE }),
    'requests: headroom 35 % held for 300 s, would have lost 0 %, found 12 min ago on 72 h, due 7 min ago',
  ],
  [
    'a forecast rule',
    lineOf(foreseen, {}, 'forecast'),
    'requests: forecast season, found 12 min ago on 90 min, next in 48 min',
  ],
  ['nothing yet', lineOf(null, { foundAt: null, dueAt: null }), 'requests: not tuned yet, needs more data'],
])('the active tuning of a rule: %s', (_, line, told) => expect(line).toBe(told));

test.each<[string, Parameters<typeof lineOf>[1], string]>([
  ['a due one of a steady group', { dueAt: NOW - MINUTE, evaluatedAt: NOW + 4 * MINUTE }, 'next in 4 min'],
  ['one that is due before the evaluation', { dueAt: NOW + MINUTE, evaluatedAt: NOW + 4 * MINUTE }, 'next in 4 min'],
  ['a due one of a group evaluated every minute', { dueAt: NOW - MINUTE }, 'next within a minute'],
  ['one that has been due for three minutes', { dueAt: NOW - 3 * MINUTE }, 'due 3 min ago'],
  ['one that stays due', { dueAt: NOW - 40 * MINUTE }, 'due 40 min ago, waits for data'],
  [
    'one of a group without a schedule',
    { dueAt: NOW - MINUTE, evaluatedAt: null },
    'next when the group is evaluated again',
  ],
])('when a rule is tuned next: %s', (_, change, told) => {
  expect(lineOf(wonBy(HEADROOM), change).endsWith(`found 12 min ago on 72 h, ${told}`)).toBe(true);
});
