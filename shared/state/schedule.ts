import * as z from 'zod';
import { moment, slice } from './slice.ts';

/** When the schedule evaluates the group. Written by evaluations, and by whatever makes the group due. */
export const scheduleSlice = slice({
  name: 'schedule',
  schemaVersion: 1,
  schema: z.strictObject({
    /** The group is evaluated on every tick from this moment on; null: never. */
    dueAt: moment.nullable(),
  }),
  empty: { dueAt: null },
});

export type Schedule = z.output<typeof scheduleSlice.schema>;
