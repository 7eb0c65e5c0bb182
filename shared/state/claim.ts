import * as z from 'zod';
import { moment, slice } from './slice.ts';

/** Who resizes the group at this moment. Written by whoever begins, resumes, settles or abandons an activity. */
export const claimSlice = slice({
  name: 'claim',
  schemaVersion: 1,
  schema: z
    .strictObject({
      activity: z.string(),
      /** The function's request, or a person's shell. */
      holder: z.string(),
      /** From this moment on, anyone may take the claim over. */
      leaseUntil: moment,
    })
    .nullable(),
  empty: null,
});

export type Claim = NonNullable<z.output<typeof claimSlice.schema>>;
