import { UserError } from '../../shared/model/index.ts';
import { type Redriven, type RedriveUse, redrive } from '../../shared/operations/index.ts';
import { indented } from '../../shared/presentation/index.ts';
import { print, printJson, tell } from '../../shared/terminal/index.ts';
import { type StageOptions, stageCommand, withDeployment } from '../aws.ts';

/** In the order in which `awsRedriving` gives them; each with the section of the runbook on its messages. */
const QUEUES = [
  { queue: 'failures', section: 'docs/how-to/runbook.md#failure-queue' },
  { queue: 'dead-letters', section: 'docs/how-to/runbook.md#dead-letters' },
] as const;
type Queue = (typeof QUEUES)[number]['queue'];

/** Enough to tell who wrote a message. */
const BODY_CHARACTERS = 200;

interface Received {
  readonly queue: Queue;
  readonly body: string;
}
export type Told = Redriven & Received;

export const redriveCommand = stageCommand('redrive')
  .description('bring back what waits among the failures and the dead letters')
  .option('--dry-run', 'only tell what would be done')
  .action((options: StageOptions & { dryRun?: boolean }) =>
    withDeployment(options, async ({ table, clients }) => {
      const { awsRedriving } = await import('../../shared/runtime/redriving.ts');
      const use = await awsRedriving(clients, { stage: options.stage, table });
      const told = await redriveTold(use, options.dryRun === true);
      if (options.json) printJson(told);
      else if (told.length === 0) tell('Nothing waits among the failures and the dead letters.');
      else print(told.flatMap(linesOf).join('\n'));
      const staying = stayingText(told);
      if (staying !== null) throw new UserError(staying);
    }),
  );

/** What became of each message, with where it waits or waited and how it begins. */
export async function redriveTold(use: RedriveUse, dryRun: boolean): Promise<Told[]> {
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
  // They are told in the order in which they were received.
  return redriven.map((each, index) => ({ ...each, ...(received[index] as Received) }));
}

/** Bodies are anybody's text: what would move a terminal's cursor stands there as a space. */
export const linesOf = ({ told, stays, queue, body }: Told): string[] =>
  stays ? [told, ...indented([`in ${queue}: ${body.replaceAll(/[\p{C}\s]+/gu, ' ')}`])] : [told];

/** What is left to a person; null when nothing is. */
export function stayingText(redriven: readonly Told[]): string | null {
  const staying = redriven.filter(({ stays }) => stays);
  if (staying.length === 0) return null;
  const stay = staying.length === 1 ? '1 message stays' : `${staying.length} messages stay`;
  const sections = QUEUES.filter(({ queue }) => staying.some((each) => each.queue === queue));
  const tells = sections.length === 1 ? 'tells' : 'tell';
  const about = staying.length === 1 ? 'it' : 'them';
  return `${stay}: ${sections.map(({ section }) => section).join(' and ')} ${tells} what to do about ${about}.`;
}
