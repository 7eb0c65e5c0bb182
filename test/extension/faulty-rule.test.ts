import { expect, test } from 'vitest';
import { defineRule } from '../../shared/extension/index.ts';
import { extendedBy } from '../../shared/registration/extended-by.ts';
import type { AnyRuleModule } from '../../shared/rules/index.ts';

const recommending = (answer: unknown) => {
  const rule = defineRule({
    ...{
      kind: 'ladder',
      description: '',
      fields: () => ({}),
      metrics: () => ({ group: [], perWorker: [] }),
      pace: 'waits',
    },
    recommend: () => answer as never,
  });
  const { rules } = extendedBy([{ name: 'acme', rules: [rule] }], {});
  const module = rules.get('ladder')?.module as AnyRuleModule;
  return module.recommend({} as never, {} as never, () => null);
};
const reason = { code: 'acme-climbed', params: {} };

test.each([undefined, 4, {}, { kind: 'propose', reason }, { kind: 'propose', capacity: Number.NaN, reason }])(
  'a rule that recommends %j is named, with what it must return',
  (answer) => {
    expect(() => recommending(answer)).toThrow(/^The rule ladder of an extension recommended .*propose\(…\)/);
  },
);

test('a recommendation is used as it is', () => {
  const answer = { kind: 'propose', capacity: 4, reason };
  expect(recommending(answer)).toBe(answer);
});
