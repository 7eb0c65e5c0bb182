import { describe, expect, it } from 'vitest';
import { historySeconds } from '../../../../shared/decision/index.ts';
import {
  basisOf,
  foundAt,
  isLearning,
  isLearningDue,
  learningDueAt,
  RuleLearner,
  spreadLearningDueAt,
} from '../../../../shared/decision/learning/index.ts';
import type { Policy } from '../../../../shared/policy/index.ts';
import type { Learned, LearningRule } from '../../../../shared/rules/index.ts';
import { every, NOW, observationOf, policyOf, type WrittenPolicy } from '../builders.ts';
import { TWICE } from '../tuned.ts';

const HOUR = 3_600_000;
const written = (more: object = {}, rest: WrittenPolicy = {}): WrittenPolicy => ({
  rules: [{ kind: 'objective', metric: 'load', perWorker: 10, ...more }],
  ...rest,
});
function ruleOf(policy: Policy): LearningRule {
  const [rule] = policy.rules;
  if (!rule || !isLearning(rule)) throw new Error('the first rule does not tune itself');
  return rule;
}
const basis = (more: object = {}, rest: WrittenPolicy = {}): string => {
  const policy = policyOf(written(more, rest));
  return basisOf(ruleOf(policy), policy);
};

const policy = policyOf(written());
const rule = ruleOf(policy);
/** Found out on so many seconds of demand. The newest reading was over at 12:01, and had come ten seconds later. */
const learned = (seen: number, at = Date.parse(NOW)): Learned => ({
  ...{ kind: 'objective', at, basis: basisOf(rule, policy), winner: { ...TWICE, seen } },
  timing: { step: 60, boot: 120, drain: 30, delay: 10 },
});
const FOUND = Date.parse(NOW) + 70_000;

describe('what a rule has learned', () => {
  it('has the time at which the newest reading had ended and arrived', () => {
    expect(foundAt(learned(900))).toBe(FOUND);
  });

  it('is valid for a twentieth of the history, and for at most an hour', () => {
    expect(learningDueAt(rule, policy, learned(2000))).toBe(FOUND + 100_000);
    expect(learningDueAt(rule, policy, learned(72_000))).toBe(FOUND + HOUR);
    expect(learningDueAt(rule, policy, learned(864_000))).toBe(FOUND + HOUR);
  });

  it('is learned again at once if it is missing, or was learned from other metrics', () => {
    const other = { ...learned(2000), basis: 'another' };
    for (const nothing of [null, undefined, other]) {
      expect(learningDueAt(rule, policy, nothing)).toBeNull();
      expect(spreadLearningDueAt(rule, policy, nothing, 0.5)).toBeNull();
      expect(isLearningDue(rule, policy, nothing, 0)).toBe(true);
    }
  });

  it('is due from its due time on', () => {
    const due = FOUND + 100_000;
    expect([due - 1, due, due + 1].map((now) => isLearningDue(rule, policy, learned(2000), now))).toEqual([
      ...[false, true, true],
    ]);
  });

  it('is learned at a different time by each group, within half an hour after it is due', () => {
    for (const phase of [0, 0.1, 0.5, 0.9]) {
      const due = spreadLearningDueAt(rule, policy, learned(864_000), phase) ?? 0;
      expect(Math.abs(due - (FOUND + HOUR))).toBeLessThanOrEqual(HOUR / 2);
      expect((((due / HOUR) % 1) + 1) % 1).toBeCloseTo(phase, 6);
    }
    // Less than an hour is not spread.
    expect(spreadLearningDueAt(rule, policy, learned(2000), 0.5)).toBe(FOUND + 100_000);
  });
});

describe('what was learned is not valid for', () => {
  const usual = basis();
  const metrics = (dimensions: object, name = 'Load') => ({
    metrics: { load: { cloudwatch: { namespace: 'App', name, dimensions } } } as WrittenPolicy['metrics'],
  });
  it.each([
    ['another metric', basis({ metric: 'jobs' })],
    ['other work of a worker', basis({ perWorker: 11 })],
    ['another objective', basis({ lost: 0.02 })],
    ['another boot', basis({ boot: 99 })],
    ['another drain', basis({}, { behavior: { in: { drain: 77 } } })],
    ['another source', basis({}, metrics({}) as WrittenPolicy)],
    [
      'another warm pool',
      basisOf(Object.assign({}, rule, { pool: { size: 2, start: 30, back: 120 } }), policyOf(written())),
    ],
  ])('%s', (_, other) => expect(other).not.toBe(usual));

  it('another formula, or other metrics in it', () => {
    const formula = (text: string, name = 'Load') =>
      basis(
        { metric: 'all' },
        {
          metrics: {
            load: { cloudwatch: { namespace: 'App', name } },
            more: { cloudwatch: { namespace: 'App', name: 'More' } },
            all: { formula: text },
          },
        },
      );
    const all = [formula('load * 2'), formula('load * 3'), formula('load * 2', 'Rate'), formula('load * 2 + more')];
    expect(new Set(all).size).toBe(4);
    expect(formula('load * 2')).toBe(all[0]);
  });

  it('but is valid for the same dimensions in another order', () => {
    const one = basis({}, metrics({ a: '1', b: '2' }) as WrittenPolicy);
    expect(basis({}, metrics({ b: '2', a: '1' }) as WrittenPolicy)).toBe(one);
    expect(basis({}, metrics({ a: '2', b: '1' }) as WrittenPolicy)).not.toBe(one);
  });
});

describe('a learner', () => {
  const demand = Array.from({ length: 240 }, (_, minute) => 100 + 50 * Math.sin(minute / 30));
  const seen = (values: readonly number[], ago = 0) => ({
    ...observationOf({ metrics: { load: every(60, values) } }),
    now: Date.parse(NOW) - ago * 1000,
  });
  const learnedFrom = (...reads: Parameters<RuleLearner['read']>[0][]) => {
    const learner = new RuleLearner(rule, policy);
    for (const each of reads) learner.read(each);
    return learner.learned();
  };
  const early = (values: readonly number[], minutes: number) => {
    const { metrics, ...rest } = observationOf({
      now: new Date(Date.parse(NOW) - minutes * 60_000).toISOString(),
      metrics: { load: every(60, values, 60 + minutes * 60) },
    });
    return { ...rest, metrics };
  };

  it('has the same result from one reading of the past as from several', () => {
    const once = learnedFrom(seen(demand));
    expect(once?.at).toBe(Date.parse(NOW) - 60_000);
    expect(learnedFrom(early(demand.slice(0, 200), 40), seen(demand))).toEqual(once);
    // What it has seen already is not taken in twice.
    expect(learnedFrom(seen(demand), seen(demand), seen(demand))).toEqual(once);
  });

  it('needs two readings, and learns nothing without data', () => {
    expect(learnedFrom(seen([]))).toBeNull();
    expect(learnedFrom(seen([5]))).toBeNull();
    expect(learnedFrom(seen([5]), seen(demand))).toEqual(learnedFrom(seen(demand)));
  });
});

describe('the time for which metrics are read', () => {
  const minute = { cloudwatch: { namespace: 'App', name: 'load' } };
  const seconds = (metric: object, rules: WrittenPolicy['rules']) =>
    historySeconds(policyOf({ metrics: { load: metric as typeof minute }, rules: rules ?? [] }));
  const target: WrittenPolicy['rules'] = [{ kind: 'target', metric: 'load', value: 1 }];
  const held = (lasts: number): WrittenPolicy['rules'] => [
    { kind: 'threshold', metric: 'load', out: { above: 5, for: lasts, add: 1 } },
  ];

  it('is the highest age of a datapoint and the time for which a condition must hold', () => {
    // maxAge, period and window.
    expect(seconds({ ...minute, maxAge: 5000 }, target)).toBe(5060);
    expect(seconds({ ...minute, maxAge: 5000, window: 600 }, target)).toBe(5660);
    expect(seconds({ ...minute, maxAge: 5000 }, held(900))).toBe(5960);
  });

  it('is long enough to show that datapoints come every five minutes, unless their period is known', () => {
    expect(seconds(minute, target)).toBe(1500);
    expect(seconds({ cloudwatch: { ...minute.cloudwatch, period: 300 }, maxAge: 400 }, target)).toBe(700);
    expect(seconds({ sqs: { queue: 'jobs' } }, target)).toBeLessThan(1500);
    expect(historySeconds(policyOf({ rules: [] }))).toBe(0);
  });
});
