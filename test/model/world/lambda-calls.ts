import { TAG } from '../../../shared/names/index.ts';
import type {
  Action,
  AnswerTo,
  DescribeMessage,
  MarkMessage,
  Message,
  ResizeMessage,
  TerminateMessage,
} from '../../../shared/providers/lambda/messages.ts';
import type { Functions } from '../../../shared/providers/lambda/ports.ts';

export const FUNCTION = 'resize-vms';
/** The id that evaluations know, and the function's own. */
export const idOf = (group: string, own: string): string => `${FUNCTION}/${group}/${own}`;
export const ownIn = (id: string): string => id.split('/').at(-1) ?? '';

/** The messages as calls that change something, or do not; workers have the ids that evaluations know. */
export const calls = (functions: Functions) => ({
  describe: (message: DescribeMessage) => functions.ask(FUNCTION, message),
  raise: (message: ResizeMessage) => functions.ask(FUNCTION, message),
  async remove(message: TerminateMessage) {
    const { gone } = await functions.ask(FUNCTION, message);
    return { gone: gone.map((own) => idOf(message.group, own)) };
  },
  mark: (_workers: readonly string[], message: MarkMessage) => functions.ask(FUNCTION, message),
  unmark: (_workers: readonly string[], message: MarkMessage) => functions.ask(FUNCTION, message),
  markDrained: (_workers: readonly string[], message: MarkMessage) => functions.ask(FUNCTION, message),
});

/** Sends each message by its call. */
export const asking = (through: ReturnType<typeof calls>): Functions => ({
  ask: async <A extends Action>(_name: string, message: Message) => (await sent(through, message)) as AnswerTo<A>,
});

async function sent(through: ReturnType<typeof calls>, message: Message): Promise<object> {
  if (message.action === 'describe') return through.describe(message);
  if (message.action === 'resize') return through.raise(message);
  if (message.action === 'terminate') return { gone: (await through.remove(message)).gone.map(ownIn) };
  const until = message.marks[TAG.drainingUntil];
  const how = until === undefined ? 'markDrained' : until === null ? 'unmark' : 'mark';
  return through[how](
    message.workers.map((own) => idOf(message.group, own)),
    message,
  );
}
