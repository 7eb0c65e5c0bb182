import type { Redriven } from '../../operations/index.ts';
import { indented } from '../layout/table.ts';
import { commandSentence as sentence } from '../sentences/command-sentence.ts';

/** The queues of failed work, each with its section of the runbook. */
const SECTIONS = {
  failures: 'docs/how-to/runbook.md#failure-queue',
  'dead-letters': 'docs/how-to/runbook.md#dead-letters',
} as const;

/** What was done for a message, with its queue and the start of its body. */
export interface RedrivenMessage extends Redriven {
  readonly queue: keyof typeof SECTIONS;
  readonly body: string;
}

export const redrivenDocument = ({ reason, message, stays, queue, body }: RedrivenMessage) => ({
  message,
  stays,
  told: sentence(reason),
  ...reason,
  queue,
  body,
});

/** Anybody may have written the body, so control characters are replaced with spaces. */
export const redrivenLines = ({ reason, stays, queue, body }: RedrivenMessage): string[] =>
  stays
    ? [sentence(reason), ...indented([`in ${queue}: ${body.replaceAll(/[\p{C}\s]+/gu, ' ')}`])]
    : [sentence(reason)];

/** The error for messages that stay in their queue; null if none stays. */
export function stayingText(redriven: readonly RedrivenMessage[]): string | null {
  const staying = redriven.filter(({ stays }) => stays);
  if (staying.length === 0) return null;
  const stay =
    staying.length === 1 ? '1 message stays in its queue' : `${staying.length} messages stay in their queues`;
  const sections = Object.entries(SECTIONS).flatMap(([queue, section]) =>
    staying.some((each) => each.queue === queue) ? [section] : [],
  );
  return `${stay}: see ${sections.join(' and ')}.`;
}
