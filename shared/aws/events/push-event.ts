import { timeOf } from '../../model/index.ts';
import { UnreadableEvent } from './unreadable.ts';

/**
 * What an event pushes, as it was written, and the time of values without one: when the event was put. Any program that may
 * put events can write this one, so what it pushes is checked value by value. Throws for what is no event.
 */
export function pushIn(received: unknown): { readonly written: unknown; readonly at: number } {
  const { time, detail } = Object(received) as { time?: unknown; detail?: unknown };
  const at = typeof time === 'string' ? timeOf(time) : undefined;
  if (at === undefined) throw new UnreadableEvent('the event has no time');
  return { written: detail, at };
}
