import { expect, test } from 'vitest';
import { untilActive } from '../../cli/until-active.ts';
import type { PolicyRecords } from '../../shared/evaluation/index.ts';
import { type PolicyDocument, parsePolicy } from '../../shared/policy/index.ts';

type Status = Awaited<ReturnType<PolicyRecords['status']>>;

test('a document with the errors of the one before is rejected with them, and no function is blamed', async () => {
  const document = { group: 'ci', capacity: { min: 2, max: 1 } } as PolicyDocument;
  const parsed = parsePolicy(document);
  const errors = parsed.ok ? [] : parsed.faults;
  const status = async () => ({ newest: null, inForce: null, errors, deleting: false }) as unknown as Status;
  await expect(untilActive({ document, oldFaults: errors }, { status }, async () => {})).rejects.toMatchObject({
    reason: { code: 'invalid-document' },
  });
});

test('a policy among many waits as long as others become active, and half a minute longer', async () => {
  const document = { group: 'ci' } as PolicyDocument;
  const status = async () => ({ newest: null, inForce: null, errors: [], deleting: false }) as unknown as Status;
  const all = { of: 10_000, done: 0 };
  let waited = 0;
  const wait = async (ms: number) => {
    waited += ms;
    if (waited < 3_600_000) all.done += 1;
  };
  await expect(untilActive({ document, oldFaults: [] }, { status }, wait, all)).rejects.toMatchObject({
    reason: { code: 'policy-not-accepted' },
  });
  expect(waited).toBeGreaterThan(3_600_000);
  expect(waited).toBeLessThan(3_600_000 + 300_000);
});
