import { audited, failed, type RedriveUse, redrive } from '../../shared/operations/index.ts';
import { type RedrivenMessage, redrivenDocument, redrivenLines, stayingText } from '../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../shared/terminal/index.ts';
import { commandActor } from '../actor.ts';
import { type StageOptions, stageCommand, withDeployment } from '../aws.ts';
import { errors } from '../errors/index.ts';

/** In the order of `awsRedriving`. */
const QUEUES = ['failures', 'dead-letters'] as const;

/** Enough to recognize the source of a message. */
const BODY_CHARACTERS = 200;

const ACTION = {
  action: 'redrive',
  group: null,
  outcome: (messages: readonly RedrivenMessage[]) => {
    const stays = messages.find((message) => message.stays);
    return stays && failed(stays.reason);
  },
} as const;

export const redriveCommand = stageCommand('redrive')
  .option('--dry-run', 'only tell what would be done')
  .action((options: StageOptions & { dryRun?: boolean }) =>
    withDeployment(options, async ({ table, clients, audit }) => {
      const { awsRedriving } = await import('../../shared/runtime/redriving.ts');
      const use = await awsRedriving(clients, { stage: options.stage, table });
      const isDry = options.dryRun === true;
      const work = () => redriveMessages(use, isDry);
      const messages = isDry ? await work() : await audited(audit, { ...ACTION, actor: commandActor() }, work);
      if (options.json) printJson(messages.map(redrivenDocument));
      else if (messages.length === 0) printNote('Nothing waits among the failures and the dead letters.');
      else print(messages.flatMap(redrivenLines).join('\n'));
      const staying = stayingText(messages);
      if (staying !== null) throw errors['messages-stay']({ summary: staying });
    }),
  );

/** Redrives all messages. Returns the result of each message with its queue and the start of its body. */
export async function redriveMessages(use: RedriveUse, dryRun: boolean): Promise<RedrivenMessage[]> {
  const received: Pick<RedrivenMessage, 'queue' | 'body'>[] = [];
  const waiting = QUEUES.flatMap((queue, index) => {
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
  return redriven.flatMap((each, index) => {
    const message = received[index];
    return message ? [{ ...each, ...message }] : [];
  });
}
