import { expect, test } from 'vitest';
import { callsOf } from '../examples/programs.ts';
import { blocksOf } from './markdown.ts';

const [consumer] = blocksOf('docs/how-to/sqs-batch-fleet.md').filter(({ marks }) => marks.includes('consumer'));

/** `GIVEN` messages wait; the worker drains if `DRAINS` is set. */
const PROGRAMS = {
  aws: `case "$2" in
    describe-tags) [ "$DRAINS" ] && echo 2026-11-26T03:00:00Z ;;
    receive-message) [ "$(grep -c ' receive-message ' "$CALLS")" -le "$GIVEN" ] && echo receipt || echo None ;;
  esac; true`,
  npx: '',
  transcode: '[ -z "$POISON" ]',
  // Long enough that the script is ended meanwhile, however slow the machine is.
  sleep: 'exec /bin/sleep 60',
};

/** What the consumer of the page does until it has found the queue empty. */
async function consumed(circumstances: Readonly<Record<string, string>>): Promise<string[]> {
  const calls = await callsOf({
    text: consumer?.text ?? '',
    programs: PROGRAMS,
    environment: { QUEUE_URL: 'https://queue', INSTANCE_ID: 'i-1', ...circumstances },
    until: (soFar) => soFar.includes('sleep 10'),
  });
  const shown = /headcount worker \w+|receive-message|^transcode|delete-message|sleep 10/;
  return calls.flatMap((call) => shown.exec(call)?.[0] ?? []);
}

test('the consumer of the batch guide reports busy while it works, and deletes what it has done', async () => {
  expect(await consumed({ GIVEN: '1' })).toEqual([
    'headcount worker idle',
    'receive-message',
    'headcount worker busy',
    'transcode',
    'delete-message',
    'headcount worker idle',
    'receive-message',
    'sleep 10',
  ]);
});

test('it takes no message while it drains', async () => {
  expect(await consumed({ GIVEN: '1', DRAINS: 'true' })).toEqual(['headcount worker idle', 'sleep 10']);
});

test('it leaves a message that it could not work on, and goes on with the next', async () => {
  const calls = await consumed({ GIVEN: '2', POISON: 'true' });
  expect(calls).not.toContain('delete-message');
  expect(calls.filter((call) => call === 'transcode')).toHaveLength(2);
});
