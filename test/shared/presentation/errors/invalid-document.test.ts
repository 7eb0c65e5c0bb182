import { expect, test } from 'vitest';
import { rejectBlocked } from '../../../../cli/commands/policy/applied.ts';
import { blocked } from '../../../../shared/model/index.ts';
import { because } from '../../../../shared/operations/preflight/reasons.ts';
import { invalidDocument, invalidDocuments } from '../../../../shared/presentation/index.ts';

const fault = { path: 'provider', message: 'is shared', code: 'target-shared', params: {} };

test('a text of its own replaces "is not valid", and the code stays', () => {
  const error = invalidDocument('The scenario', [fault, fault], {
    text: (lines) => ['Say more:', ...lines].join('\n'),
  });
  expect(error).toMatchObject({
    message: 'Say more:\n  provider: is shared\n  provider: is shared',
    reason: { code: 'invalid-document', params: { what: 'The scenario' } },
    faults: [{ document: 'The scenario' }, { document: 'The scenario' }],
  });
});

test('a text that several documents share is printed once', () => {
  const of = (what: string) => ({ what, faults: [fault], text: () => 'a and b resize the same service.' });
  const error = invalidDocuments([of('The policy of a'), of('The policy of b')]);
  expect(error.message).toBe('a and b resize the same service.');
  expect(error.faults.map(({ document }) => document)).toEqual(['The policy of a', 'The policy of b']);
});

test('with --strict, the error says that the policy cannot work in this account', () => {
  const of = { metric: 'jobs', source: 'sqs' };
  const check = blocked('web', because['preflight-metric-unreadable']({ ...of, error: 'QueueDoesNotExist' }), {
    ...because['remedy-metric-name'](of),
  });
  const checked = { file: 'web.yaml', group: 'web', document: {}, faults: [], warnings: [], notes: [], notYet: [] };
  expect(() => rejectBlocked([checked], [check])).toThrow(/^web\.yaml can't work in this account:\n {2}\S.*jobs/);
});
