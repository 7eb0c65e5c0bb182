import { expect, test } from 'vitest';
import { explainedAs, failIfUnobserved } from '../../../cli/commands/control/recommend.ts';
import { recommendationsTable, recommendedDocument } from '../../../shared/presentation/index.ts';

const TABLE = 'headcount-test';
const throttling = () =>
  Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } });

test('groups that AWS did not answer for are explained as by other commands, and are a failure', () => {
  const all = ['ci', 'web'].map((group) => explainedAs({ group, present: throttling() }, TABLE));
  expect(recommendationsTable(all)).toContain('AWS is throttling the calls (ThrottlingException)');
  expect(all.map(recommendedDocument)[0]).toEqual({
    group: 'ci',
    error: {
      code: 'throttled',
      params: { name: 'ThrottlingException' },
      text: 'AWS is throttling the calls (ThrottlingException).',
    },
  });
  const four = [...all, ...all];
  expect(() => failIfUnobserved([...all, { group: 'new', present: null }])).toThrow(
    '2 of 3 groups could not be observed: ci, web. "npx headcount recommend ci" shows what failed for ci.',
  );
  expect(() => failIfUnobserved(four)).toThrow('4 of 4 groups could not be observed: ci, web, ci and 1 more.');
});
