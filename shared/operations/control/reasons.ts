import { define, makers, reasonedErrors, workersText } from '../../model/index.ts';

type OfGroup = { group: string };

const window = (scheduled: boolean): string => (scheduled ? ' of an open window' : '');

/** Why somebody cannot control a group by hand, and what to know when it is done. */
export const controlReasons = {
  'control-unknown-group': define<OfGroup>(
    'No group of this name exists.',
    ({ group }) => `There is no group ${group}. "npx headcount policy list" shows the groups that exist`,
  ),
  'control-no-policy': define<OfGroup>(
    'The group has no active policy, so it is not resized anyway.',
    ({ group }) => `${group} has no active policy, so nothing resizes it. "npx headcount status ${group}" shows why`,
  ),
  'control-deleted': define<OfGroup>(
    'The policy of the group is deleted, and the group scales in to zero.',
    ({ group }) =>
      `The policy of ${group} is deleted, and the group scales in to 0. Apply the policy again to keep the workers`,
  ),
  'control-conflict': define<{ group: string; attempts: number }>(
    'Other writes changed the state of the group at every attempt.',
    ({ group, attempts }) =>
      `The state of ${group} changed during each of ${attempts} attempts. Nothing was written: try again`,
  ),
  'control-below-minimum': define<{ group: string; workers: number; bound: number; scheduled: boolean }>(
    'The size is below the minimum in force.',
    ({ group, workers, bound, scheduled }) =>
      `${workersText(workers)} would be below the minimum${window(scheduled)} of ${group}, ${bound}. Choose at least ${bound}, or force it (--force)`,
  ),
  'control-above-maximum': define<{ group: string; workers: number; bound: number; scheduled: boolean }>(
    'The size is above the maximum in force.',
    ({ group, workers, bound, scheduled }) =>
      `${workersText(workers)} would be above the maximum${window(scheduled)} of ${group}, ${bound}. Choose at most ${bound}, or force it (--force)`,
  ),
  'control-below-floor': define<{ group: string; workers: number; bound: number }>(
    'The size is below `guards.floor`, which nothing overrides.',
    ({ group, workers, bound }) =>
      `${workersText(workers)} would be below guards.floor of ${group}, ${bound}, which --force does not override. Choose at least ${bound}, or change the policy`,
  ),
  'control-above-cap': define<{ group: string; workers: number; bound: number }>(
    'The size is above an open window of `guards.cap`, which nothing overrides.',
    ({ group, workers, bound }) =>
      `${workersText(workers)} would be above guards.cap of ${group}, ${bound} in an open window, which --force does not override. Choose at most ${bound}, or change the policy`,
  ),
  'control-policy-paused': define<{ group: string; paused: string }>(
    'The policy itself pauses the group.',
    ({ group, paused }) =>
      `The policy of ${group} has paused: ${paused}. Only another version of the policy changes that`,
  ),
  'control-paused': define<{ group: string; by: string }>(
    'The group is paused, so its size changes only when the pause ends.',
    ({ group, by }) => `${group} is paused by ${by}: its size changes when the pause ends`,
  ),
  'control-dry-run': define<OfGroup>(
    'The policy has `dryRun`, so the size is only reported.',
    ({ group }) => `The policy of ${group} has dryRun: nothing is changed`,
  ),
  'control-resizing': define<{ group: string; activity: string }>(
    'A resize has begun, and is completed.',
    ({ group, activity }) => `Activity ${activity} of ${group} has begun, and is completed`,
  ),
  'control-draining': define<{ group: string; workers: number }>(
    'Workers already drain, and are terminated.',
    ({ group, workers }) =>
      `${workersText(workers)} of ${group} already ${workers === 1 ? 'drains' : 'drain'}, and will be terminated`,
  ),
  'control-still-paused': define<{ group: string; by: string }>(
    'The group stays paused, because somebody has paused it by its name.',
    ({ group, by }) => `${group} stays paused by ${by}. To end that, resume it by its name`,
  ),
};

export const because = makers(controlReasons);
export const controlError = reasonedErrors(controlReasons);

/** Errors of the request itself: another one would be possible. */
const INVALID: ReadonlySet<string> = new Set([
  'control-below-minimum',
  'control-above-maximum',
  'control-below-floor',
  'control-above-cap',
]);
export const isInvalidRequest = ({ code }: { readonly code: string }): boolean => INVALID.has(code);
