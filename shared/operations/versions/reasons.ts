import {
  define,
  failure,
  makers,
  NO_GROUP_REMEDY,
  type NoGroup,
  noGroupText,
  type Reason,
  ReasonedError,
  remediedErrors,
  wrongTexts,
} from '../../model/index.ts';

type OfVersion = { group: string; version: number };

/** Why a version of a policy cannot be read, compared, put back or deleted. */
export const versionReasons = {
  'group-unknown': failure<NoGroup>(
    'No policy of this group was ever accepted or written. `table`: where it was looked for; `close`: the group that was probably meant.',
    noGroupText,
    () => NO_GROUP_REMEDY,
  ),
  'version-unknown': failure<OfVersion & { newest: number | null }>(
    'The group never had this version. `newest`: its newest version, if it has any.',
    ({ group, version, newest }) =>
      newest === null
        ? `${group} has no version ${version}: no policy was accepted yet`
        : `${group} has no version ${version}: its newest version is ${newest}`,
    ({ group, newest }) => (newest === null ? '' : `"npx headcount policy history ${group}" lists them.`),
  ),
  'version-before-unknown': failure<{ group: string }>(
    'The group has no version before the active one.',
    ({ group }) => `${group} has no version before the active one`,
    ({ group }) => `"npx headcount policy history ${group}" lists its versions.`,
  ),
  'version-not-active': failure<{ group: string }>(
    'The group has no active version, so none is before it.',
    ({ group }) => `${group} has no active version`,
    ({ group }) =>
      `Name the version that you want, as in "--to 3". "npx headcount policy history ${group}" lists them.`,
  ),
  'version-rejected': failure<OfVersion & { fields: readonly string[]; errors: readonly Reason[]; more: number }>(
    'The document of an earlier version is not valid in this version of Headcount. At most three errors are listed.',
    ({ group, version, ...wrong }, sentence) =>
      `Version ${version} of ${group} is not valid in this version of Headcount: ${wrongTexts(wrong, sentence).join('; ')}`,
    ({ group, version }) =>
      `"npx headcount policy get ${group} --version ${version}" prints it: correct it, and apply it.`,
  ),
  'policy-changed-meanwhile': failure<{ group: string }>(
    'Somebody else changed or deleted the policy at the same time. Nothing was written.',
    ({ group }) => `Somebody changed the policy of ${group} at the same time, so nothing was written`,
    ({ group }) => `Look at "npx headcount policy history ${group}", and repeat the command if you still want it.`,
  ),
  'policy-version-differs': failure<OfVersion & { active: number | null }>(
    'The active version is not the one that the caller has seen. Nothing was written.',
    ({ group, version, active }) =>
      `The active version of ${group} is ${active ?? 'none'}, not ${version}, so nothing was written`,
    () => 'Read the policy again, and repeat the change.',
  ),
  'policy-missing': define<{ group: string }>(
    'The group has no policy.',
    ({ group }) => `${group} has no policy: it was deleted, or was never written`,
  ),
};
export const because = makers(versionReasons);
export const versionError = remediedErrors(versionReasons);

/** The error for a group that the stage does not have. */
export const unknownGroup = (group: string): ReasonedError => versionError(because['group-unknown']({ group }));

/** The error for a group without a policy. */
export const missingPolicy = (group: string): ReasonedError => versionError(because['policy-missing']({ group }));

/** Whether a write failed because somebody else has changed the policy since it was read. */
export const isChangedMeanwhile = (error: unknown): boolean =>
  error instanceof ReasonedError && error.reason.code === because['policy-changed-meanwhile']({ group: '' }).code;
