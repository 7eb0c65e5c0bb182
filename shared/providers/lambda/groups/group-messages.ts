import type { Action, AnswerTo, Message } from '../messages.ts';
import type { Functions } from '../ports.ts';
import { type DescribedGroup, describedGroup } from './described.ts';
import { partsOf } from './names.ts';

/** A message without the fields that all messages have. */
type About<A extends Action> = Omit<Extract<Message, { readonly action: A }>, 'version' | 'group' | 'stage' | 'action'>;

/** Messages about a group to its function. A name contains both. Each throws a `FunctionError` if there is no valid answer. */
export interface GroupMessages {
  describe(name: string): Promise<DescribedGroup>;
  resize(name: string, order: About<'resize'>): Promise<AnswerTo<'resize'>>;
  terminate(name: string, order: About<'terminate'>): Promise<AnswerTo<'terminate'>>;
  mark(name: string, order: About<'mark'>): Promise<AnswerTo<'mark'>>;
}

export function groupMessages(functions: Functions, stage: string): GroupMessages {
  const to = (name: string) => partsOf(name).function;
  const common = (name: string) => ({ version: 1 as const, group: partsOf(name).group, stage });
  return {
    describe: async (name) =>
      describedGroup(name, await functions.ask(to(name), { ...common(name), action: 'describe' })),
    resize: (name, order) => functions.ask(to(name), { ...common(name), action: 'resize', ...order }),
    terminate: (name, order) => functions.ask(to(name), { ...common(name), action: 'terminate', ...order }),
    mark: (name, order) => functions.ask(to(name), { ...common(name), action: 'mark', ...order }),
  };
}
