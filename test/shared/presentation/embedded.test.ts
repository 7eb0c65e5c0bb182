import { expect, test } from 'vitest';
import { phrase } from '../../../shared/presentation/index.ts';

const missing = { code: 'template-missing', params: { template: 'web', version: '9' } };
const failed = { code: 'call-failed', params: { error: 'AccessDenied' } };

test.each([
  [
    { code: 'rollout-target-unknown', params: { group: 'web', cause: missing } },
    'No rollout of web begins: the launch',
  ],
  [{ code: 'rollout-refused', params: { cause: missing } }, 'The rollout cannot start: the launch'],
  [
    { code: 'rollout-launch-refused', params: { cause: missing } },
    'The launch of a replacement was rejected: the launch',
  ],
  // A name keeps its capital.
  [{ code: 'groups-not-queued', params: { error: failed } }, 'it cannot be queued: AccessDenied'],
])('a cause continues the sentence after its colon: %o', (reason, text) => {
  expect(phrase(reason)).toContain(text);
});
