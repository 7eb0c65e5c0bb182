import type { GroupState } from '../../state/index.ts';
import { becauseOfEvent } from '../events/because.ts';
import { conditionEntry, type Entries } from '../events/outbox.ts';
import type { Activity } from '../model.ts';
import type { SettledChange } from '../ports.ts';

/**
 * A launch of everything that was missing shows that the group can launch. So the condition ends with it, and not with the
 * next evaluation, which would find the same. Not while workers end again and again: then the back-off stays.
 */
export function launchedAgain(
  { watch }: GroupState,
  { intent, status, settledAt, startedAt }: Activity,
  { provider }: SettledChange,
): { readonly change: Pick<SettledChange, 'watch'>; readonly entries: Entries } {
  const ended = watch.conditions.find(({ condition }) => condition === 'cannot-launch');
  if (!ended || intent.kind !== 'launch' || status !== 'done' || provider?.launchBackoff !== null) return NOTHING;
  if (intent.count === 0 || intent.deferred > 0 || intent.restores || intent.renews) return NOTHING;
  const { condition, notified } = ended;
  const over = { kind: 'ended', reason: becauseOfEvent['condition-over']({ condition }) } as const;
  return {
    change: { watch: { conditions: watch.conditions.filter((each) => each !== ended) } },
    entries: notified ? Object.fromEntries([conditionEntry({ ...ended, ...over }, settledAt ?? startedAt)]) : {},
  };
}

const NOTHING = { change: {}, entries: {} };
