import type { Action, AnswerTo, Message } from './messages.ts';

/** Sends messages to functions. Implemented in `api/ask.ts`. */
export interface Functions {
  /** A valid answer; throws a `FunctionError` otherwise. */
  ask<A extends Action>(name: string, message: Extract<Message, { readonly action: A }>): Promise<AnswerTo<A>>;
}
