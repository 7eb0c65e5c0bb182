import { closeTo, counted, failure, meantText, misuse, momentText } from '../../shared/model/index.ts';

/** Of a list of groups in a sentence. */
const MOST_NAMED = 3;

const SEE_HELP = 'Run the command with --help for its usage.';

/** Codes of errors that no other catalog describes, and those of single commands. */
export const commandErrors = {
  'invalid-input': misuse<Record<never, never>>(
    'The request cannot be carried out. The message says why.',
    () => 'The input is not valid',
    () => SEE_HELP,
  ),
  failed: failure<Record<never, never>>(
    'The operation failed; the message says why.',
    () => 'The operation failed',
    () => 'Correct what the message names, and run the command again.',
  ),
  'wrong-usage': misuse<{ what: string }>(
    'Arguments are missing, or do not fit together.',
    ({ what }) => what,
    () => SEE_HELP,
  ),
  'no-such-document': misuse<{ command: string; commands: readonly string[] }>(
    'A command has no JSON document.',
    ({ command }) => `"${command}" prints no JSON document`,
    ({ command, commands }) => `These do: ${commands.join(', ')}${meantText(closeTo(command, commands), '.')}`,
  ),
  'unknown-activity': failure<{ group: string; activity: string }>(
    'The group has no such activity. Activities are kept for 90 days.',
    ({ group, activity }) => `${group} has no activity ${activity}`,
    ({ group }) => `"npx headcount activities ${group} --json" lists the ids.`,
  ),
  'no-evaluation-then': failure<{ group: string; at: string }>(
    'No evaluation of the group is recorded near the time.',
    ({ group, at }) => `No evaluation of ${group} is recorded within 15 minutes of ${momentText(at)}`,
    () => 'The field "history" of its policy says how long records are kept.',
  ),
  'backtest-failed': failure<{ conditions: readonly string[] }>(
    'A condition of `--fail-if` holds for the new policy, or a figure that the condition needs is unknown.',
    ({ conditions }) => ['The new policy fails the backtest:', ...conditions.map((each) => `  ${each}`)].join('\n'),
    () => '\nChange the policy or the conditions.',
  ),
  'no-active-policy': failure<{ group: string }>(
    'The group has no active policy.',
    ({ group }) => `${group} has no active policy`,
    ({ group }) => `"npx headcount policy list" shows the errors of rejected ones; apply one for ${group} first.`,
  ),
  'no-instance-types': failure<{ group: string; kind: string; kinds: readonly string[] }>(
    'The provider of the policy does not launch instances of types that the policy chooses.',
    ({ group, kind }) => `${group} has the provider ${kind}, which does not choose instance types`,
    ({ kinds }) => `This works for ${kinds.join(', ')}.`,
  ),
  'no-type-to-launch': failure<{ group: string }>(
    'No instance type of the policy can be launched; the notes say why.',
    ({ group }) => `${group} has no instance type that can be launched`,
    () => 'Correct "requirements", "instanceTypes" or the image of the launch template, as the notes say.',
  ),
  'policy-not-accepted': failure<{ group: string; seconds: number }>(
    'A policy was written, and the deployed functions have not accepted it in time.',
    ({ group, seconds }) => `${group}: the policy was written, but it was not accepted within ${seconds} s`,
    () => 'Check the function on-policy-change; see docs/how-to/runbook.md.',
  ),
  'evaluation-failed': failure<{ group: string; error: string }>(
    'An evaluation failed.',
    ({ group, error }) => `${group}: ${error}`,
    ({ group }) => `"npx headcount status ${group}" shows what keeps it from being evaluated.`,
  ),
  'groups-unobserved': failure<{ groups: readonly string[]; of: number }>(
    'Some groups could not be observed, so that nothing is known of them. `of`: how many groups were asked for.',
    ({ groups, of }) =>
      `${groups.length} of ${counted(of, 'group')} could not be observed: ${groups.slice(0, MOST_NAMED).join(', ')}${groups.length > MOST_NAMED ? ` and ${groups.length - MOST_NAMED} more` : ''}`,
    ({ groups }) => `"npx headcount recommend ${groups[0]}" shows what failed for ${groups[0]}.`,
  ),
  'nothing-launched': failure<{ group: string }>(
    'An evaluation asked for workers, and none was launched.',
    ({ group }) => `${group}: nothing was launched`,
    ({ group }) => `"npx headcount explain ${group}" shows what EC2 answered.`,
  ),
  'rollout-gone': failure<{ group: string }>(
    'Another rollout has replaced the one that was watched.',
    ({ group }) => `Another rollout of ${group} has replaced this one`,
    ({ group }) => `"npx headcount status ${group}" shows it.`,
  ),
  'rollout-incomplete': failure<{ group: string; status: string }>(
    'A rollout ended, or was paused, before all workers were replaced.',
    ({ group, status }) => `The rollout of ${group} is not complete. Its status is ${status}`,
    ({ group }) => `"npx headcount status ${group}" shows why.`,
  ),
  'needs-attention': failure<{ summary: string; repairable: boolean }>(
    '`doctor` has found something that needs attention.',
    ({ summary }) => summary,
    ({ repairable }) => (repairable ? '"npx headcount doctor --fix" repairs what can be repaired.' : ''),
  ),
  'preflight-blocked': failure<{ summary: string }>(
    '`preflight` has found a blocker.',
    ({ summary }) => summary,
    () => 'Each blocker is listed with what to do about it.',
  ),
  'messages-stay': failure<{ summary: string }>(
    '`redrive` left messages in their queues.',
    ({ summary }) => summary,
    () => 'Each message is listed with the reason why it stays; correct that, and run redrive again.',
  ),
  'no-local-aws': failure<Record<never, never>>(
    'No local AWS is running.',
    () => 'No local AWS is running',
    () => 'Start it with "npx headcount local up".',
  ),
};
