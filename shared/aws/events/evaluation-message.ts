import * as z from 'zod';
import type { EvaluationMessage } from '../../evaluation/index.ts';
import { GROUP_NAME } from '../../policy/index.ts';

const message = z.object({
  groups: z
    .array(z.string().regex(GROUP_NAME))
    .min(1)
    .max(1000)
    .transform((groups) => [...new Set(groups)]),
  trigger: z.enum(['schedule', 'worker-event', 'follow-up']).default('schedule'),
});

/** What one queue message asks for, each group once; throws when the body is not what the functions write. */
export function readMessage(body: string): Required<EvaluationMessage> {
  return message.parse(JSON.parse(body));
}
