import { fields, moment, nullable, type Shaped } from '../shape.ts';
import { slice } from '../slice.ts';

/** When the schedule evaluates the group. Written by evaluations, and by whatever makes the group due. */
export const scheduleSlice = slice({
  name: 'schedule',
  schemaVersion: 1,
  shape: fields({
    /** The group is evaluated on every tick from this moment on; null: never; 0: it is steady, and due every five minutes. */
    dueAt: nullable(moment),
  }),
  empty: { dueAt: null },
});

export type Schedule = Shaped<typeof scheduleSlice.shape>;
