import { continuing, define, makers, type Reason, wrongTexts } from '../../model/index.ts';

type OfGroups = { groups: readonly string[]; dryRun: boolean };
type OfError = { error: Reason };

const be = (isDryRun: boolean, otherwise: string): string => (isDryRun ? 'would be' : otherwise);

/** What failed work was, and what a redrive does with it. */
export const redriveReasons = {
  'redrive-evaluation': define<{ groups: readonly string[]; result: Reason }>(
    'A failed evaluation of groups.',
    ({ groups, result }, sentence) => `Evaluation of ${groups.join(', ')}: ${sentence(result)}`,
  ),
  'redrive-worker-event': define<{ worker: string; result: Reason }>(
    'A failed event of a worker.',
    ({ worker, result }, sentence) => `Event of ${worker}: ${sentence(result)}`,
  ),
  'redrive-tick': define<{ result: Reason }>(
    'A failed run of the schedule.',
    ({ result }, sentence) => `Run of the schedule: ${sentence(result)}`,
  ),
  'redrive-policies': define<{ result: Reason }>(
    'A failed batch of changed policies.',
    ({ result }, sentence) => `Changed policies: ${sentence(result)}`,
  ),
  'redrive-message': define<{ message: string; result: Reason }>(
    'A message that names no failed work.',
    ({ message, result }, sentence) => `Message ${message}: ${sentence(result)}`,
  ),
  'groups-queued': define<OfGroups>(
    'Groups are queued for an evaluation.',
    ({ groups, dryRun }) => `${groups.join(', ')} ${be(dryRun, groups.length > 1 ? 'are' : 'is')} queued`,
  ),
  'nothing-to-redrive': define<{ dryRun: boolean }>(
    'The work is no longer needed, so its message is removed.',
    ({ dryRun }) => `nothing to do, the message ${be(dryRun, 'was')} removed`,
  ),
  'policies-in-line': define<Record<never, never>>(
    'Every policy item is the active version of its group.',
    () => 'the active version of every group matches its policy item',
  ),
  'policies-to-accept': define<{ groups: readonly string[] }>(
    'A dry run: the policy items of these groups differ from their active versions.',
    ({ groups }) => `${groups.join(', ')} would be accepted again`,
  ),
  'policies-accepted': define<{ results: readonly Reason[] }>(
    'Policy items that differed from the active versions were accepted or rejected.',
    ({ results }, sentence) => results.map(sentence).join('; '),
  ),
  'policy-accepted': define<{ group: string; version: number }>(
    'A version of a policy is in force.',
    ({ group, version }) => `version ${version} of ${group} is in force`,
  ),
  'policy-item-deleted': define<{ group: string }>(
    "The group's policy item was deleted, so the group is being deleted.",
    ({ group }) => `${group} is being deleted`,
  ),
  'policy-rejected': define<{ group: string; fields: readonly string[]; errors: readonly Reason[]; more: number }>(
    "The group's policy item is not valid. At most three errors are listed.",
    ({ group, ...wrong }, sentence) => `the policy of ${group} was rejected: ${wrongTexts(wrong, sentence).join(', ')}`,
  ),
  'message-stays': define<{ cause: Reason }>(
    'The work cannot be redriven, so its message stays in its queue.',
    ({ cause }, sentence) => `the message stays in its queue, because ${sentence(cause)}`,
  ),
  'groups-not-queued': define<OfError>(
    'Groups cannot be queued for an evaluation.',
    ({ error }, sentence) => `it cannot be queued: ${continuing(sentence(error))}`,
  ),
  'group-not-looked-up': define<OfError>(
    'The group of a worker cannot be looked up.',
    ({ error }, sentence) => `its group cannot be found: ${continuing(sentence(error))}`,
  ),
  'policies-not-read': define<OfError>(
    'The policies cannot be read.',
    ({ error }, sentence) => `the policies cannot be read: ${continuing(sentence(error))}`,
  ),
  'policies-not-accepted': define<{
    results: readonly Reason[];
    groups: readonly string[];
    errors: readonly Reason[];
  }>(
    'Some policy items cannot be accepted. `results`: the results of the others.',
    ({ results, groups, errors }, sentence) =>
      [...results.map(sentence), ...groups.map((group, index) => named(group, errors[index], sentence))].join('; '),
  ),
  'message-unreadable': define<{ cause: Reason }>(
    'The message cannot be read.',
    ({ cause }, sentence) => `it cannot be read: ${continuing(sentence(cause))}`,
  ),
  'message-format-unknown': define<Record<never, never>>(
    'The message does not have the format of its kind.',
    () => 'it has an unknown format',
  ),
  'message-not-of-stage': define<Record<never, never>>(
    'No part of the stage writes such a message.',
    () => 'no part of this stage writes such a message',
  ),
  'message-of-other-function': define<{ function: string }>(
    'The message names a function whose work cannot be redriven.',
    ({ function: name }) => `${name} is not a function of this stage whose work can be redriven`,
  ),
  'call-failed': define<{ error: string }>('A call failed; `error` is its message.', ({ error }) =>
    error.replace(/\.$/, ''),
  ),
};
export const because = makers(redriveReasons);

const named = (group: string, error: Reason | undefined, sentence: (reason: Reason) => string): string =>
  error ? `${group}: ${sentence(error)}` : group;
