import * as z from 'zod';
import type { EvaluationMessage } from '../../evaluation/index.ts';
import { GROUP_NAME } from '../../policy/index.ts';

const message = z.object({
  groups: z
    .array(z.string().regex(GROUP_NAME))
    .min(1)
    .max(1000)
    .transform((groups) => [...new Set(groups)]),
  trigger: z.enum(['schedule', 'worker-event', 'follow-up', 'push', 'interval']).default('schedule'),
});

/** The request of one queue message, without duplicate groups. Throws when the body is not in the format that the functions write. */
export function readMessage(body: string): Required<EvaluationMessage> {
  return message.parse(JSON.parse(body));
}
