import { failure, misuse } from '../../shared/model/index.ts';

/** Codes of errors that no other catalog describes, and those of single commands. */
export const commandErrors = {
  'invalid-input': misuse<Record<never, never>>(
    'The arguments or a file are not valid; the message says how. Faults of a document have their own codes.',
    () => 'The input is not valid',
  ),
  failed: failure<Record<never, never>>('The operation failed; the message says why.', () => 'The operation failed'),
  'wrong-usage': misuse<{ what: string }>('Arguments are missing, or do not fit together.', ({ what }) => what),
  'no-such-document': misuse<{ command: string; commands: readonly string[] }>(
    'A command has no JSON document.',
    ({ command }) => `"${command}" prints no JSON document`,
    ({ commands }) => `These do: ${commands.join(', ')}.`,
  ),
  'unknown-activity': failure<{ group: string; activity: string }>(
    'The group has no such activity. Activities are kept for 90 days.',
    ({ group, activity }) =>
      `${group} has no activity ${activity}: "npx headcount activities ${group} --json" lists the ids.`,
  ),
  'no-active-policy': failure<{ group: string }>(
    'The group has no active policy.',
    ({ group }) => `${group} has no active policy`,
    ({ group }) => `"npx headcount policy list" shows the errors of rejected ones; apply one for ${group} first.`,
  ),
  'policy-not-accepted': failure<{ group: string; seconds: number }>(
    'A policy was written, and the deployed functions have not accepted it in time.',
    ({ group, seconds }) =>
      `${group}: the policy was written, but it was not accepted within ${seconds} s. Check the function on-policy-change; see docs/how-to/runbook.md.`,
  ),
  'evaluation-failed': failure<{ group: string; error: string }>(
    'An evaluation failed.',
    ({ group, error }) => `${group}: ${error}`,
  ),
  'nothing-launched': failure<{ group: string }>(
    'An evaluation asked for workers, and none was launched.',
    ({ group }) => `${group}: nothing was launched; "npx headcount explain ${group}" shows what EC2 answered.`,
  ),
  'needs-attention': failure<{ summary: string; repairable: boolean }>(
    '`doctor` has found something that needs attention.',
    ({ summary }) => summary,
    ({ repairable }) => (repairable ? '"npx headcount doctor --fix" repairs what can be repaired.' : ''),
  ),
  'preflight-blocked': failure<{ summary: string }>('`preflight` has found a blocker.', ({ summary }) => summary),
  'messages-stay': failure<{ summary: string }>('`redrive` left messages in their queues.', ({ summary }) => summary),
  'no-local-aws': failure<Record<never, never>>(
    'No local AWS is running.',
    () => 'No local AWS is running: start it with "npx headcount local up".',
  ),
};
