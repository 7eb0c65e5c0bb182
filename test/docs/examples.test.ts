import { describe, expect, test } from 'vitest';
import { faultText, parseDeployable, parsePolicy, policyWarnings } from '../../shared/policy/index.ts';
import { examplesOf, regenerated, where } from './examples.ts';
import { writtenPages } from './generated/generated.ts';
import { readPage } from './markdown.ts';

const examples = writtenPages().flatMap((page) => examplesOf(page));
const named = examples.map((example) => [where(example.policy), example] as const);
const marked = (mark: string) => named.filter(([, { policy }]) => policy.marks.includes(mark));
const whole = named.filter(([, { policy }]) => policy.marks.length === 0);

describe('a policy shown in the documentation', () => {
  test.each(whole)('at %s can be applied', (_, { documents }) => {
    for (const document of documents) {
      const parsed = parseDeployable(document);
      expect(parsed.ok ? [] : parsed.faults.map(faultText)).toEqual([]);
    }
  });

  test.each(marked('part'))('at %s is valid when it is completed', (_, { documents }) => {
    for (const document of documents) {
      const parsed = parsePolicy(document);
      expect(parsed.ok ? [] : parsed.faults.map(faultText)).toEqual([]);
    }
  });

  test.each(marked('invalid'))('at %s is rejected, as the page says', (_, { documents }) => {
    for (const document of documents) expect(parsePolicy(document).ok).toBe(false);
  });

  test.each([...whole, ...marked('part')])('at %s measures what exists', (_, { documents }) => {
    const codes = documents.flatMap((document) => {
      const parsed = parsePolicy(document);
      return parsed.ok ? policyWarnings(parsed.value).map(({ path, code }) => `${path} ${code}`) : [];
    });
    expect(codes.filter((code) => /dimensions-not-published|period-too-fine|bound-never-passed/.test(code))).toEqual(
      [],
    );
  });

  // An example with an observation may show what goes wrong.
  const copied = whole.filter(([, { policy, observation }]) => policy.page.includes('/how-to/') && !observation);
  test.each(copied)('at %s has no warning, because readers copy it from the guide', (_, { documents }) => {
    for (const document of documents) {
      const parsed = parsePolicy(document);
      expect(parsed.ok ? policyWarnings(parsed.value).map(faultText) : []).toEqual([]);
    }
  });

  test('has a marker that says how it is checked', () => {
    const unknown = examples.filter(({ policy }) => policy.marks.some((mark) => !['part', 'invalid'].includes(mark)));
    expect(unknown.map(({ policy }) => where(policy))).toEqual([]);
  });

  test('names no subnet twice', () => {
    for (const [, { documents }] of whole)
      for (const document of documents) {
        const { subnets = [] } = (document as { provider: { subnets?: string[] } }).provider;
        expect(new Set(subnets).size).toBe(subnets.length);
      }
  });
});

describe('a decision shown in the documentation', () => {
  test.each(writtenPages())('in %s is what the code decides (npm run docs writes it)', (page) => {
    expect(readPage(page)).toBe(regenerated(page, readPage(page)));
  });
});
