import { define, makers, workersText } from '../../../model/index.ts';

type Direction = 'out' | 'in';

/** What a changed field of a policy means for its group. */
export const effectReasons = {
  'effect-described': define<{ meaning: string }>(
    'What the changed field means; its effect depends on the group.',
    ({ meaning }) => meaning,
  ),
  'effect-of-field': define<Record<never, never>>(
    'A field that has no description changed.',
    () => 'see the reference',
  ),
  'effect-tier': define<Record<never, never>>(
    'The tier or the profile changed, and with it the defaults of the policy. The fields that differ are listed, too.',
    () => 'other defaults; the fields that change with it are listed too',
  ),
  'effect-paused': define<{ direction: 'both' | 'out' | 'in' }>('The policy pauses scaling.', ({ direction }) =>
    direction === 'both' ? 'the group is no longer resized' : `the group no longer scales ${direction}`,
  ),
  'effect-resumed': define<Record<never, never>>(
    'The policy no longer pauses scaling.',
    () => 'the group is resized again',
  ),
  'effect-dry-run': define<{ dryRun: boolean }>('Whether decisions are carried out.', ({ dryRun }) =>
    dryRun ? 'decisions are recorded, and the group is no longer resized' : 'decisions are carried out',
  ),
  'effect-on-delete': define<{ drain: boolean }>('What a deletion of the policy does.', ({ drain }) =>
    drain ? 'deleting the policy terminates the workers' : 'deleting the policy leaves the workers running, unmanaged',
  ),
  'effect-min': define<{ more: boolean; min: number }>('The minimum changed.', ({ more, min }) =>
    more ? `the group keeps at least ${min}` : `the group may scale in to ${min}`,
  ),
  'effect-max': define<{ more: boolean; max: number }>('The maximum changed.', ({ more, max }) =>
    more ? `the group may scale out to ${max}` : `the group has at most ${max}; a larger group scales in at once`,
  ),
  'effect-sooner': define<{ direction: Direction }>(
    'A cooldown or stabilization window became shorter.',
    ({ direction }) => `the group may scale ${direction} sooner`,
  ),
  'effect-later': define<{ direction: Direction }>(
    'A cooldown or stabilization window became longer.',
    ({ direction }) => `the group scales ${direction} later`,
  ),
  'effect-limits': define<{ direction: Direction }>(
    'The limits of a direction changed.',
    ({ direction }) => `the group may scale ${direction} by another number of workers at once`,
  ),
  'effect-drain': define<{ more: boolean }>('The drain changed.', ({ more }) =>
    more
      ? 'a worker has more time to finish its work before it is terminated'
      : 'a worker has less time to finish its work before it is terminated',
  ),
  'effect-warmup': define<{ more: boolean }>('The warm-up changed.', ({ more }) =>
    more ? 'a new worker counts as serving later' : 'a new worker counts as serving sooner',
  ),
  'effect-interval': define<{ more: boolean }>('The interval between evaluations changed.', ({ more }) =>
    more ? 'the group is evaluated less often' : 'the group is evaluated more often, which costs more',
  ),
  'effect-budget': define<{ more: boolean }>('The budget changed.', ({ more }) =>
    more ? 'the group may cost more before it stops growing' : 'the group stops growing at a lower cost',
  ),
  'effect-floor': define<{ more: boolean; floor: number }>('The floor changed.', ({ more, floor }) =>
    more ? `scale-in stops at ${workersText(floor)}` : `scale-in may go down to ${workersText(floor)}`,
  ),
  'effect-rule-added': define<{ rule: string }>(
    'A rule was added.',
    ({ rule }) => `${rule} recommends a capacity too; the largest recommendation wins`,
  ),
  'effect-rule-removed': define<{ rule: string }>(
    'A rule was removed.',
    ({ rule }) => `${rule} no longer recommends a capacity`,
  ),
  'effect-rule-enabled': define<{ rule: string; enabled: boolean }>(
    'A rule was switched on or off.',
    ({ rule, enabled }) =>
      enabled ? `${rule} recommends a capacity again` : `${rule} no longer recommends a capacity`,
  ),
  'effect-metric-added': define<{ metric: string }>('A metric was added.', ({ metric }) => `rules may read ${metric}`),
  'effect-metric-removed': define<{ metric: string }>(
    'A metric was removed.',
    ({ metric }) => `${metric} is no longer read`,
  ),
};
export const because = makers(effectReasons);
