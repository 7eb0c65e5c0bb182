import { describe, expect, test } from 'vitest';
import { redriveMessages } from '../../../cli/commands/redrive.ts';
import { becauseRedriven, type FailedWork, type RedriveUse } from '../../../shared/operations/index.ts';
import { type RedrivenMessage, redrivenLines, stayingText } from '../../../shared/presentation/index.ts';
import { NOON } from '../../contracts/examples.ts';
import { FakeAlarms } from '../../fakes/fake-alarms.ts';
import { FakeEvaluationQueue } from '../../fakes/fake-queues.ts';
import { FakeWaitingMessages } from '../../fakes/fake-waiting-messages.ts';
import { MemoryTable } from '../../fakes/table/memory-table.ts';

const READABLE = 'the schedule ticks';

/** Failures and dead letters; a body other than `READABLE` cannot be read. */
function setting() {
  const { records, states } = new MemoryTable();
  const [failures, deadLetters] = [new FakeWaitingMessages(), new FakeWaitingMessages()];
  const use: RedriveUse = {
    ...{ records, states, alarms: new FakeAlarms(), queue: new FakeEvaluationQueue(), clock: () => NOON },
    waiting: [failures, deadLetters],
    read: (body): FailedWork =>
      body === READABLE ? { kind: 'tick' } : { kind: 'unreadable', why: becauseRedriven['message-format-unknown']({}) },
    providers: { find: async () => null },
  };
  return { failures, deadLetters, run: () => redriveMessages(use, false) };
}

const staying = (queue: RedrivenMessage['queue'], body = 'x'): RedrivenMessage => ({
  ...{ message: 'm1', stays: true, reason: { code: 'text', params: { text: 'It stays' } }, queue, body },
});

describe('a message', () => {
  test('is printed with its queue and its first characters, and stays if nothing was done for it', async () => {
    const { failures, deadLetters, run } = setting();
    failures.send(READABLE);
    deadLetters.send('x'.repeat(500));
    const [tick, odd] = await run();
    expect(tick).toMatchObject({ stays: false, queue: 'failures', body: READABLE });
    expect(odd).toMatchObject({ stays: true, queue: 'dead-letters', body: 'x'.repeat(200) });
    expect([failures.kept().length, deadLetters.kept().length]).toEqual([0, 1]);
  });

  test('that stays has a line for its queue and body, without control characters', () => {
    expect(redrivenLines(staying('dead-letters', '{\n\t"a": \u001b[2J1\r}'))).toEqual([
      'It stays.',
      '  in dead-letters: { "a": [2J1 }',
    ]);
    expect(redrivenLines({ ...staying('failures'), stays: false })).toEqual(['It stays.']);
  });
});

test.each<[string | null, RedrivenMessage[]]>([
  [null, [{ ...staying('failures'), stays: false }]],
  ['1 message stays in its queue: see docs/how-to/runbook.md#failure-queue.', [staying('failures')]],
  ['1 message stays in its queue: see docs/how-to/runbook.md#dead-letters.', [staying('dead-letters')]],
  [
    '2 messages stay in their queues: see docs/how-to/runbook.md#dead-letters.',
    [staying('dead-letters'), staying('dead-letters')],
  ],
  [
    '2 messages stay in their queues: see docs/how-to/runbook.md#failure-queue and docs/how-to/runbook.md#dead-letters.',
    [staying('failures'), staying('dead-letters')],
  ],
])('a message that stays is printed with a section of the runbook: %s', (told, redriven) => {
  expect(stayingText(redriven)).toBe(told);
});
