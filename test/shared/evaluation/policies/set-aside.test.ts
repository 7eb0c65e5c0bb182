import { expect, test } from 'vitest';
import { policyFailures } from '../../../../shared/aws/sqs/policy-failures.ts';
import { setAsidePolicy } from '../../../../shared/evaluation/index.ts';

/** A failure queue; `told` lists what an operator finds in it. */
function use(Failed: { Id: string; Message: string }[] = []) {
  const [refused, waiting, told]: [string[], string[], string[]] = [[], [], []];
  const call = async (_action: string, input: { Entries?: { MessageBody?: string }[] }) => {
    if (Failed.length === 0) told.push(input.Entries?.[0]?.MessageBody ?? '');
    return { Failed };
  };
  return {
    ...{ refused, waiting, told },
    records: { refuse: async (group: string) => void refused.push(group) },
    prices: { wait: async (group: string) => void waiting.push(group) },
    failures: policyFailures(call as unknown as Parameters<typeof policyFailures>[0], 'queue-url'),
  };
}

test('a policy that is set aside is in the status of its group, is tried again, and is reported once', async () => {
  const world = use();
  await setAsidePolicy({ group: 'ci', isRetry: false }, new Error('no alarms'), world as never);
  expect([world.refused, world.waiting, world.told]).toEqual([['ci'], ['ci'], ['{"policies":["ci"]}']]);
  await setAsidePolicy({ group: 'ci', isRetry: true }, new Error('no alarms'), world as never);
  expect([world.waiting, world.told]).toEqual([['ci', 'ci'], ['{"policies":["ci"]}']]);
});

test('a policy of which nobody can be told is not set aside', async () => {
  const world = use([{ Id: 'policy', Message: 'no room' }]);
  await expect(setAsidePolicy({ group: 'ci', isRetry: false }, new Error('x'), world as never)).rejects.toThrow(
    'SQS rejected the message: no room',
  );
});
