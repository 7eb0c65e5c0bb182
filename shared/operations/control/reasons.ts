import {
  continuing,
  define,
  failure,
  makers,
  momentText,
  NO_GROUP_REMEDY,
  type NoGroup,
  noGroupText,
  type Reason,
  remediedErrors,
  workersText,
} from '../../model/index.ts';

type OfGroup = { group: string };

const window = (scheduled: boolean): string => (scheduled ? ' of an open window' : '');

const KIND_TEXT: Readonly<Record<string, string>> = {
  named: 'a rule names it',
  unhealthy: 'unhealthy',
  substitute: 'a substitute',
  pending: 'not ready yet',
  idle: 'idle',
  other: 'the group has more than it needs',
};
const ORDER_TEXT: Readonly<Record<string, string>> = {
  oldest: 'the oldest first',
  newest: 'the newest first',
  costliest: 'the costliest first',
  balanced: 'zones stay even, the oldest first',
};

/** Why somebody cannot control a group by hand, and what to know when it is done. */
export const controlReasons = {
  'control-unknown-group': failure<NoGroup>(
    'No group of this name exists. `table`: where it was looked for; `close`: the one that was probably meant.',
    noGroupText,
    () => NO_GROUP_REMEDY,
  ),
  'control-no-policy': failure<OfGroup>(
    'The group has no active policy, so it is not resized anyway.',
    ({ group }) => `${group} has no active policy, so nothing resizes it`,
    ({ group }) => `"npx headcount status ${group}" shows why.`,
  ),
  'control-deleted': failure<OfGroup>(
    'The policy of the group is deleted, and the group scales in to zero.',
    ({ group }) => `The policy of ${group} is deleted, and the group scales in to 0`,
    () => 'Apply the policy again to keep the workers.',
  ),
  'control-conflict': failure<{ group: string; attempts: number }>(
    'Other writes changed the state of the group at every attempt.',
    ({ group, attempts }) => `The state of ${group} changed during each of ${attempts} attempts. Nothing was written`,
    () => 'Try again.',
  ),
  'control-below-minimum': failure<{ group: string; workers: number; bound: number; scheduled: boolean }>(
    'The size is below the minimum in force.',
    ({ group, workers, bound, scheduled }) =>
      `${workersText(workers)} would be below the minimum${window(scheduled)} of ${group}, ${bound}`,
    ({ bound }) => `Choose at least ${bound}, or force it (--force).`,
  ),
  'control-above-maximum': failure<{ group: string; workers: number; bound: number; scheduled: boolean }>(
    'The size is above the maximum in force.',
    ({ group, workers, bound, scheduled }) =>
      `${workersText(workers)} would be above the maximum${window(scheduled)} of ${group}, ${bound}`,
    ({ bound }) => `Choose at most ${bound}, or force it (--force).`,
  ),
  'control-below-floor': failure<{ group: string; workers: number; bound: number }>(
    'The size is below `guards.floor`, which nothing overrides.',
    ({ group, workers, bound }) =>
      `${workersText(workers)} would be below guards.floor of ${group}, ${bound}, which nothing overrides`,
    ({ bound }) => `Choose at least ${bound}, or change the policy.`,
  ),
  'control-above-cap': failure<{ group: string; workers: number; bound: number }>(
    'The size is above an open window of `guards.cap`, which nothing overrides.',
    ({ group, workers, bound }) =>
      `${workersText(workers)} would be above guards.cap of ${group}, ${bound} in an open window, which nothing overrides`,
    ({ bound }) => `Choose at most ${bound}, or change the policy.`,
  ),
  'control-policy-paused': define<{ group: string; paused: string }>(
    'The policy itself pauses the group.',
    ({ group, paused }) =>
      `The policy of ${group} has paused: ${paused}. Only a new version of the policy can change that`,
  ),
  'control-paused': define<{ group: string; by: string; until?: string }>(
    'The group is paused, so its size changes only when the pause ends. `until`: when a pause by hand ends, if it ends by itself.',
    ({ group, by, until }) =>
      `${group} is paused by ${by}${until === undefined ? ': its size changes when the pause ends' : ` until ${momentText(until)}: its size changes then`}`,
  ),
  'control-dry-run': define<OfGroup>(
    'The policy has `dryRun`, so the size is only reported.',
    ({ group }) => `The policy of ${group} has dryRun: nothing is changed`,
  ),
  'rollout-of-no-kind': failure<{ group: string; kind: string | null; instead: Reason | null }>(
    'Headcount does not replace workers of this kind. `instead`: what to do instead.',
    ({ group, kind }) =>
      kind === null
        ? `The policy of ${group} has no provider, so there are no workers to replace`
        : `Headcount does not replace the workers of ${group}, because its provider is ${kind}`,
    ({ instead }, sentence) => (instead === null ? '' : sentence(instead)),
  ),
  'rollout-target-unknown': failure<{ group: string; cause: Reason }>(
    'The version does not exist, or cannot be launched, so no rollout begins.',
    ({ group, cause }, sentence) => `No rollout of ${group} begins: ${continuing(sentence(cause))}`,
    () => 'Create the version, or name another one with --version.',
  ),
  'rollout-nothing-in-progress': failure<OfGroup>(
    'The group has no rollout in progress.',
    ({ group }) => `${group} has no rollout in progress`,
    ({ group }) => `"npx headcount replace ${group}" begins one.`,
  ),
  'rollout-not-paused': failure<OfGroup>(
    'The rollout is not paused, so it cannot be resumed.',
    ({ group }) => `The rollout of ${group} is not paused`,
    ({ group }) => `"npx headcount status ${group}" shows what it waits for.`,
  ),
  'rollout-nothing-to-return-to': failure<OfGroup>(
    'Headcount does not know what ran before the rollout, so it cannot roll back.',
    ({ group }) => `Headcount does not know what ${group} ran before its rollout`,
    ({ group }) => `Name the version to run: "npx headcount replace ${group} --version N".`,
  ),
  'rollout-in-progress': define<{ group: string; status: string }>(
    'A rollout to this version is in progress already, so no other one begins.',
    ({ group, status }) =>
      status === 'paused'
        ? `The rollout of ${group} is paused. "npx headcount replace ${group} --resume" continues it`
        : `A rollout of ${group} to this version is in progress already`,
  ),
  'rollout-instead': define<{ group: string; status: string }>(
    'The new rollout replaces one that was in progress.',
    ({ group }) => `The new rollout of ${group} replaces the one that was in progress`,
  ),
  'rollout-forward-again': define<OfGroup>(
    'The rollout was rolling back, and goes forward again.',
    ({ group }) =>
      `The rollout of ${group} was rolling back already. It goes forward to the new version again; run --rollback once more to go back`,
  ),
  'rollout-held-by-pause': define<OfGroup>(
    'The group is paused, by its policy or by hand, so its rollout waits.',
    ({ group }) => `${group} is paused, so the rollout waits until the pause ends`,
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
  candidate: define<{ kind: string; outdated: boolean; order: string }>(
    'Why a scale-in takes a worker at this place. The kinds in order: `named` (a rule names it), `unhealthy`, `substitute`, `pending`, `idle`, `other`. Within a kind, `outdated` workers come first. Then `retire` of the policy decides.',
    ({ kind, outdated, order }) =>
      `${KIND_TEXT[kind] ?? kind}${outdated ? ', of an older version' : ''}; ${ORDER_TEXT[order] ?? order}`,
  ),
  'kept-draining': define<Record<never, never>>('The worker already drains.', () => 'it already drains'),
  'kept-protected': define<Record<never, never>>(
    'The owner protects the worker with the tag `headcount:protected`, or EC2 does.',
    () => 'it is protected',
  ),
  'kept-skipped': define<{ until: string }>(
    'The worker could not be terminated a moment ago, and is not chosen again until `until`.',
    ({ until }) => `it could not be terminated, and is not tried again until ${momentText(until)}`,
  ),
  'kept-busy': define<Record<never, never>>('The worker reports that it is busy.', () => 'it is busy'),
  'kept-not-listed': define<Record<never, never>>(
    'The worker was launched a moment ago, and the provider does not list it yet.',
    () => 'it was just launched, and is not listed yet',
  ),
  'kept-base': define<{ base: number }>(
    'The worker belongs to the base of the group, such as its on-demand base.',
    ({ base }) =>
      base === 1
        ? 'it is kept as the base of the group'
        : `it is one of the ${base} that are kept as the base of the group`,
  ),
  'control-still-paused': define<{ group: string; by: string }>(
    'The group stays paused, because somebody has paused it by its name.',
    ({ group, by }) => `${group} stays paused by ${by}. To end that, resume it by its name`,
  ),
};

export const because = makers(controlReasons);
export const controlError = remediedErrors(controlReasons);

/** Errors of the request itself: another one would be possible. */
const INVALID: ReadonlySet<string> = new Set([
  'control-below-minimum',
  'control-above-maximum',
  'control-below-floor',
  'control-above-cap',
  'rollout-target-unknown',
]);
export const isInvalidRequest = ({ code }: { readonly code: string }): boolean => INVALID.has(code);
