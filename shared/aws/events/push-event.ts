import * as z from 'zod';

/** Any program that may put events can write this one: what it pushes is checked value by value. */
const event = z.object({ time: z.iso.datetime(), detail: z.unknown() });

/** What an event pushes, as it was written, and the time of values without one: when the event was put. */
export function pushIn(received: unknown): { readonly written: unknown; readonly at: number } {
  const { time, detail } = event.parse(received);
  return { written: detail, at: Date.parse(time) };
}
