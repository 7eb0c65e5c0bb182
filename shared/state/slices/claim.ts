import { fields, moment, nullable, type Shaped, text } from '../shape.ts';
import { slice } from '../slice.ts';

/** Who resizes the group at this moment. Written by whoever begins, resumes, settles or abandons an activity. */
export const claimSlice = slice({
  name: 'claim',
  schemaVersion: 1,
  shape: nullable(
    fields({
      activity: text,
      /** The function's request, or a person's shell. */
      holder: text,
      /** From this moment on, anyone may take the claim over. */
      leaseUntil: moment,
    }),
  ),
  empty: null,
});

export type Claim = NonNullable<Shaped<typeof claimSlice.shape>>;
