import { dueAtOf } from '../../names/index.ts';
import type { GroupState, LaunchBackoff } from '../../state/index.ts';
import { phrase } from '../sentences/sentence.ts';
import { manualDocument } from './manual-text.ts';
import { overflowDocument } from './overflow-text.ts';

/** A group's state as flat JSON for people, under the public key names. */
export function stateDocument(state: GroupState, now: number) {
  const { group, revision, policy, decision, claim, drains, notices, provider } = state;
  const { desired, lastOutAt, lastInAt, ruleFiredAt, proposals, changes, missing, tuned, readings } = decision;
  return {
    group,
    revision,
    version: policy.version,
    faults: policy.errors,
    desired,
    lastOutAt,
    lastInAt,
    ruleFiredAt,
    proposals,
    changes,
    missing,
    tuned,
    readings,
    claim,
    draining: drains.map(({ workers, cancelable, extended, ...drain }) => ({
      ...drain,
      victims: workers,
      healthy: cancelable,
      ...(extended && { retold: extended }),
    })),
    launched: provider.launched.map(({ capacityType, ...worker }) => ({ ...worker, market: capacityType })),
    unfulfilled: provider.shortfall,
    breaker: backoffDocument(provider.launchBackoff),
    warned: notices,
    replacing: provider.replacementsInFlight,
    spared: provider.terminationSkipped,
    retiring: policy.deleting,
    manual: manualDocument(state.manual, now),
    overflow: overflowDocument(state),
    conditions: conditionsDocument(state),
    dueAt: dueAtOf(state.group, state.schedule.dueAt, now),
    failures: state.failures,
  };
}

/** A launch back-off as JSON: its cause as text, code and parameters. */
export function backoffDocument(backoff: LaunchBackoff | null) {
  if (backoff === null) return null;
  const { spec: _, refusedAt: __, ...shown } = backoff;
  return { ...shown, because: phrase(backoff.because), ...backoff.because };
}

/** Conditions that last, with ISO times. */
export const conditionsDocument = ({ watch }: GroupState): object[] =>
  watch.conditions.map(({ since, ...entry }) => ({ ...entry, since: new Date(since).toISOString() }));
