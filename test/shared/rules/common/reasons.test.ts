import { describe, expect, it } from 'vitest';
import { phrase } from '../../../../shared/presentation/index.ts';
import { because } from '../../../../shared/rules/common/because.ts';
import { busyWorkers } from '../../../../shared/rules/common/busy-workers.ts';
import { idleKeptText } from '../../../../shared/rules/common/reasons.ts';

const CAUSE = because['no-data']({ metric: 'queued' });

describe('missing data', () => {
  const text = (more: object) => phrase(because['no-data']({ metric: 'cpu', ...more }));

  it('is reported without its age where that is not known', () => {
    for (const more of [{}, { age: 90 }, { maxAge: 300 }]) expect(text(more)).toBe('cpu has no fresh data');
  });

  it('is reported with its age, which is rounded up, and the age that is allowed', () => {
    expect(text({ age: 301, maxAge: 300 })).toBe(
      'cpu has no fresh data: its newest datapoint is 301 s old, and counts for 300 s (maxAge)',
    );
    expect(text({ age: 601, maxAge: 600 })).toBe(
      'cpu has no fresh data: its newest datapoint is 11 min old, and counts for 10 min (maxAge)',
    );
  });

  it('is reported for a negative value, where a rule needs a count', () => {
    expect(text({ negative: -3 })).toBe('cpu has no fresh data: its newest value is -3, and a count is never negative');
  });

  it('is reported for a datapoint from the future, of which the clock may be wrong', () => {
    expect(text({ age: -1200, maxAge: 180 })).toBe(
      'cpu has no fresh data: its newest datapoint is 20 min in the future, and counts up to 180 s ahead (maxAge): check the clock of its source',
    );
  });

  it('is reported in brief without a cause', () => {
    expect(phrase.brief(because['no-data']({ metric: 'cpu', age: 301, maxAge: 300 }))).toBe('cpu has no fresh data');
  });
});

describe('reasons of rules of every kind', () => {
  it('name a fallback, and for how many evaluations data was missing', () => {
    const told = (evaluations: number) => phrase(because.fallback({ cause: CAUSE, evaluations, capacity: 5 }));
    expect(told(1)).toBe('queued has no fresh data for 1 evaluation, so the rule falls back to 5 workers');
    expect(told(3)).toBe('queued has no fresh data for 3 evaluations, so the rule falls back to 5 workers');
    const cause = because['no-data']({ metric: 'queued', age: 301, maxAge: 300 });
    expect(phrase(because.fallback({ cause, evaluations: 3, capacity: 1 }))).toBe(
      'queued has no fresh data for 3 evaluations, so the rule falls back to 1 worker: its newest datapoint is 301 s old, and counts for 300 s (maxAge)',
    );
  });

  it('say why a rule is not used, and that it never scales in', () => {
    const never = because['no-scale-in']({ cause: CAUSE });
    for (const text of [phrase(never), phrase.brief(never)])
      expect(text).toBe('queued has no fresh data; this rule never scales in');
    expect(phrase(because['rule-disabled']({}))).toBe('the rule is disabled');
    expect(phrase(because['rule-outside-during']({}))).toBe('no window of during is open');
  });

  it('are brief about an average that does not scale in', () => {
    const warming = because['average-warming']({ cause: CAUSE, starting: 1 });
    expect(phrase.brief(warming)).toBe('queued has no fresh data: 1 worker is starting or warming up');
    const crossed = { metric: 'cpu', workers: 1, there: 120, bound: 0.1 + 0.2 };
    expect(phrase.brief(because['average-would-pass']({ cause: CAUSE, ...crossed }))).toBe(
      'queued has no fresh data: 1 worker would bring cpu to 120',
    );
    // The sum of two figures of the policy has no rounding error.
    expect(phrase(because['average-would-pass']({ cause: CAUSE, ...crossed }))).toMatch(/scales out at 0\.3$/);
  });

  it('count the workers that are kept while tasks wait', () => {
    const kept = (capacity: number) => idleKeptText({ capacity, cause: CAUSE }, phrase);
    expect(kept(1)).toBe('queued has no fresh data; 1 worker is busy, or idle while tasks wait');
    expect(kept(2)).toBe('queued has no fresh data; 2 workers are busy, or idle while tasks wait');
  });
});

describe('a reading in busy workers', () => {
  it('is the demand divided by what one worker serves, and at most a million', () => {
    expect([0, 25, 1e15].map((value) => busyWorkers(value, 10))).toEqual([0, 2.5, 1e6]);
  });
});
