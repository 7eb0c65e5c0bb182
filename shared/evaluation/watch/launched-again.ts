import type { GroupState } from '../../state/index.ts';
import { becauseOfEvent } from '../events/because.ts';
import { conditionEntry, type Entries } from '../events/outbox.ts';
import type { Activity } from '../model.ts';
import type { SettledChange } from '../ports.ts';

/**
 * If a launch brings every missing worker, the group can launch again. So the condition `cannot-launch` ends with the launch,
 * and not with the next evaluation, which would find the same. While workers end again and again, the back-off stays, and so
 * does the condition.
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
