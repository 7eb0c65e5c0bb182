import {
  continuing,
  define,
  makers,
  type Reason,
  reasonedErrors,
  type ValidationError,
  wrongTexts,
} from '../model/index.ts';

type OfActivity = { activity: string; group: string };
/** Fields of a record with the validation error of each. */
type WrongFields = { fields: readonly string[]; errors: readonly Reason[]; more: number };
const MOST_ERRORS = 3;

export const wrongFields = (errors: readonly ValidationError[]): WrongFields => ({
  fields: errors.slice(0, MOST_ERRORS).map(({ path }) => path),
  errors: errors.slice(0, MOST_ERRORS).map(({ code, params }) => ({ code, params })),
  more: Math.max(0, errors.length - MOST_ERRORS),
});

/** Why a record of the table cannot be used or written. */
export const recordReasons = {
  'policy-unusable': define<{ group: string; version: number; cause: Reason }>(
    'The accepted version of the policy cannot be read, so the group is not evaluated.',
    ({ group, version, cause }, sentence) =>
      `Version ${version} of the policy of ${group} cannot be used: ${continuing(sentence(cause))}`,
  ),
  'stored-policy-missing': define<Record<never, never>>(
    'The record of an accepted version of a policy was deleted.',
    () => 'its record is missing. Apply the policy again',
  ),
  'stored-policy-invalid': define<WrongFields>(
    'An accepted version of a policy is not valid in this version of Headcount. At most three errors are listed.',
    (wrong, sentence) =>
      `${wrongTexts(withoutHint(wrong), sentence).join('; ')}. ${wrong.errors.some(isOfExtension) ? `A command needs the extension in --extensions, and the stage must be deployed with it. If no extension adds the kind, apply the policy again` : 'Apply the policy again'}`,
  ),
  'policy-not-read': define<{ group: string }>(
    'The policy changed while it was read. The next evaluation reads it again.',
    ({ group }) => `The policy of ${group} changed while it was read. The next evaluation reads it again`,
  ),
  'activity-missing': define<OfActivity>(
    'The record of an unfinished activity was deleted, so nothing can complete it.',
    ({ activity, group }) =>
      `The record of activity ${activity} of ${group} is missing. "npx headcount doctor --fix" releases the group: see docs/how-to/runbook.md#a-missing-activity-record`,
  ),
  'activity-newer': define<OfActivity & { version: number; known: number }>(
    'The record of an activity was written by a newer version of Headcount.',
    ({ activity, group, version, known }) =>
      `Activity ${activity} of ${group} has schema version ${version}; this version of Headcount reads up to ${known}. Update Headcount`,
  ),
  'activity-invalid': define<OfActivity & WrongFields>(
    'The record of an activity has values that Headcount does not write. At most three errors are listed.',
    ({ activity, group, ...wrong }, sentence) =>
      `Activity ${activity} of ${group} cannot be read: ${wrongTexts(wrong, sentence).join('; ')}. Was it changed by hand? See docs/how-to/runbook.md#a-missing-activity-record`,
  ),
};
/** The kind may be there, and its extension is not registered in this process. */
const isOfExtension = ({ code, params }: Reason): boolean => code === 'unknown-kind' && params['extensible'] === true;

/** Removes the hint about extensions from each error: the sentence ends with it, so it is said once. */
const withoutHint = (wrong: WrongFields): WrongFields => ({
  ...wrong,
  errors: wrong.errors.map(({ code, params: { extensible: _, ...params } }) => ({ code, params })),
});

export const becauseOfRecord = makers(recordReasons);
/** An error with one of these reasons. */
export const recordFault = reasonedErrors(recordReasons);
