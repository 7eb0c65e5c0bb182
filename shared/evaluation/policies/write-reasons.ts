import { define, makers, reasonedErrors } from '../../model/index.ts';

/** Why an accepted policy cannot be written. */
export const writeReasons = {
  'policy-version-exists': define<{ group: string; version: number }>(
    'Another process accepted a version of the policy at the same time. The event is delivered again.',
    ({ group, version }) =>
      `Version ${version} of the policy of ${group} already exists: another process accepted it first. Try again`,
  ),
  'policy-not-written': define<{ group: string; attempts: number }>(
    'The state of the group changed at each attempt to write its policy. The event is delivered again.',
    ({ group, attempts }) =>
      `The policy of ${group} cannot be written: other evaluations changed the state of the group at each of ${attempts} attempts. Try again`,
  ),
};
export const becauseOfWrite = makers(writeReasons);
/** An error with one of these reasons. */
export const writeFault = reasonedErrors(writeReasons);
