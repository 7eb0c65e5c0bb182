import { UserError } from '../../shared/model/index.ts';
import { type Redriven, type RedriveUse, redrive } from '../../shared/operations/index.ts';
import { indented } from '../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../shared/terminal/index.ts';
import { type StageOptions, stageCommand, withDeployment } from '../aws.ts';

/** In the order of `awsRedriving`. Each queue has a section in the runbook. */
const QUEUES = [
  { queue: 'failures', section: 'docs/how-to/runbook.md#failure-queue' },
  { queue: 'dead-letters', section: 'docs/how-to/runbook.md#dead-letters' },
] as const;
type Queue = (typeof QUEUES)[number]['queue'];

/** Enough to recognize the source of a message. */
const BODY_CHARACTERS = 200;

interface Received {
  readonly queue: Queue;
  readonly body: string;
}
export type RedrivenMessage = Redriven & Received;

export const redriveCommand = stageCommand('redrive')
  .description('bring back what waits among the failures and the dead letters')
  .option('--dry-run', 'only tell what would be done')
  .action((options: StageOptions & { dryRun?: boolean }) =>
    withDeployment(options, async ({ table, clients }) => {
      const { awsRedriving } = await import('../../shared/runtime/redriving.ts');
      const use = await awsRedriving(clients, { stage: options.stage, table });
      const messages = await redriveMessages(use, options.dryRun === true);
      if (options.json) printJson(messages);
      else if (messages.length === 0) printNote('Nothing waits among the failures and the dead letters.');
      else print(messages.flatMap(linesOf).join('\n'));
      const staying = stayingText(messages);
      if (staying !== null) throw new UserError(staying);
    }),
  );

/** Redrives all messages. Returns the result of each message with its queue and the start of its body. */
export async function redriveMessages(use: RedriveUse, dryRun: boolean): Promise<RedrivenMessage[]> {
  const received: Received[] = [];
  const waiting = QUEUES.flatMap(({ queue }, index) => {
    const each = use.waiting[index];
    if (!each) return [];
    const receiveAll = async () => {
      const messages = await each.receiveAll();
      received.push(...messages.map(({ body }) => ({ queue, body: body.slice(0, BODY_CHARACTERS) })));
      return messages;
    };
    return [{ receiveAll, delete: each.delete.bind(each), release: each.release.bind(each) }];
  });
  const redriven = await redrive({ ...use, waiting }, dryRun);
  // The results have the order in which the messages were received.
  return redriven.map((each, index) => ({ ...each, ...(received[index] as Received) }));
}

/** Anybody may have written the body, so control characters are replaced with spaces. */
export const linesOf = ({ told, stays, queue, body }: RedrivenMessage): string[] =>
  stays ? [told, ...indented([`in ${queue}: ${body.replaceAll(/[\p{C}\s]+/gu, ' ')}`])] : [told];

/** The error for messages that stay in their queue; null if none stays. */
export function stayingText(redriven: readonly RedrivenMessage[]): string | null {
  const staying = redriven.filter(({ stays }) => stays);
  if (staying.length === 0) return null;
  const stay = staying.length === 1 ? '1 message stays' : `${staying.length} messages stay`;
  const sections = QUEUES.filter(({ queue }) => staying.some((each) => each.queue === queue));
  const tells = sections.length === 1 ? 'tells' : 'tell';
  const about = staying.length === 1 ? 'it' : 'them';
  return `${stay}: ${sections.map(({ section }) => section).join(' and ')} ${tells} what to do about ${about}.`;
}
