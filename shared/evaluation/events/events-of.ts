import { inChunks } from '../../model/index.ts';
import { CONDITION_EVENT, EVENT, type EventType } from '../../names/index.ts';
import type { OutboxEntry, OutboxStep } from '../../state/index.ts';
import { type Activity, launchedBy, type PoolOutcome, startedFrom } from '../model.ts';
import type { GroupEvent } from '../ports.ts';
import { reasonOf } from '../resize/reason-of.ts';
import { becauseOfEvent } from './because.ts';
import { slugOf } from './outbox.ts';

/** An event takes at most 256 KB, and an id 22 bytes. */
const WORKERS_PER_EVENT = 1000;

const TYPES = new Set<string>([...Object.values(EVENT), ...Object.values(CONDITION_EVENT)]);
const isType = (type: string): type is EventType => TYPES.has(type);

export const isStep = (entry: OutboxEntry): entry is OutboxStep => 'activity' in entry;

/** The events of an entry. `activity`: the one of the entry, as it is stored now; null if its record is missing. */
export function eventsOf(group: string, entry: OutboxEntry, activity: Activity | null): GroupEvent[] {
  if (!isStep(entry)) {
    const { type, at, reason, detail } = entry;
    if (!isType(type)) return [];
    return [{ type, id: `${group}/${isoOf(at)}/${slugOf(type)}`, group, at, reason, detail }];
  }
  if (!activity) return [];
  return entry.step === 'begun' ? begunEvents(activity) : settledEvents(activity, entry);
}

function begunEvents(activity: Activity): GroupEvent[] {
  const { id, group, decision, intent, startedAt: at, version, trigger } = activity;
  const { direction, current, desired, change, blockedBy, proposal } = decision;
  const decided: GroupEvent = {
    type: EVENT.decided,
    id: `${id}/${slugOf(EVENT.decided)}`,
    group,
    at,
    reason: decision.reason,
    detail: {
      activity: id,
      policyVersion: version,
      trigger,
      dryRun: false,
      direction,
      current,
      desired,
      change,
      proposal,
      blockedBy,
    },
  };
  const { launches, removes, canceledDrains } = sizesOf(activity);
  const pool =
    intent.kind === 'pool' ? { launches: intent.count, parks: intent.park.length, drops: intent.drop.length } : null;
  const started: GroupEvent = {
    type: EVENT.resizeStarted,
    id: `${id}/${slugOf(EVENT.resizeStarted)}`,
    group,
    at,
    reason: becauseOfEvent['resize-started']({
      decision: decision.reason,
      launches,
      removes,
      canceledDrains,
      ...(intent.kind === 'launch' && intent.inUnits && { inUnits: true }),
      ...(pool && { members: pool.launches, parks: pool.parks, drops: pool.drops }),
    }),
    detail: {
      activity: id,
      policyVersion: version,
      trigger,
      kind: intent.kind,
      launches,
      removes,
      canceledDrains,
      ...(pool && { pool }),
    },
  };
  return direction === 'hold' ? [started] : [decided, started];
}

function sizesOf({ intent }: Activity) {
  return intent.kind === 'launch'
    ? { launches: intent.count, removes: 0, canceledDrains: intent.cancelDrain.length }
    : { launches: 0, removes: intent.kind === 'remove' ? intent.workers.length : 0, canceledDrains: 0 };
}

function settledEvents(stored: Activity, { at, status = 'done', until, ended, kept = [] }: OutboxStep): GroupEvent[] {
  // The record may have gone on since the entry was written.
  const activity: Activity = { ...stored, status };
  const { id, group, intent, outcome, notes } = activity;
  const about = (type: EventType, workers: readonly string[], more: object = {}, from = 0): GroupEvent[] =>
    inChunks(workers, WORKERS_PER_EVENT).map((some, nth) => ({
      type,
      group,
      at,
      reason: reasonFor(type, some.length, until),
      id: [id, slugOf(type), ...(from + nth > 0 ? [from + nth] : [])].join('/'),
      detail: { activity: id, workers: some, ...more },
    }));
  if (intent.kind === 'launch') {
    const launched = outcome?.kind === 'launch' ? outcome.launched.map((worker) => worker.id) : [];
    return [
      ...about(EVENT.takenBack, intent.cancelDrain),
      ...about(EVENT.launched, launched),
      resizeEvent(activity, at),
    ];
  }
  if (intent.kind === 'pool') return [resizeEvent(activity, at)];
  const [from, to] = ended ?? [0, 0];
  const gone = outcome?.kind === 'remove' ? outcome.terminated.slice(from, to) : [];
  const isReplacement = notes.some(({ code }) => code === 'unhealthy-replaced');
  return [
    ...(until === undefined ? [] : about(EVENT.draining, intent.workers, { until: isoOf(until) })),
    ...about(EVENT.terminated, gone, {}, from),
    ...(isReplacement ? about(EVENT.replaced, gone, {}, from) : []),
    ...about(EVENT.takenBack, kept),
    ...(status === 'draining' ? [] : [resizeEvent(activity, at)]),
  ];
}

function resizeEvent(activity: Activity, at: number): GroupEvent {
  const { id, group, intent, outcome, status, startedAt } = activity;
  const type = status === 'failed' ? EVENT.resizeFailed : EVENT.resizeCompleted;
  const done =
    outcome?.kind === 'remove'
      ? { terminated: outcome.terminated.length, canceledDrains: outcome.canceledDrains ?? 0 }
      : outcome?.kind === 'pool'
        ? { pool: membersIn(outcome) }
        : { launched: launchedBy(outcome), ...startedIn(outcome) };
  const { launches, removes, canceledDrains } = sizesOf(activity);
  return {
    type,
    id: `${id}/${slugOf(type)}`,
    group,
    at,
    reason: reasonOf(activity),
    detail: {
      activity: id,
      kind: intent.kind,
      status,
      startedAt: isoOf(startedAt),
      seconds: (at - startedAt) / 1000,
      launches,
      removes,
      canceledDrains,
      launched: 0,
      terminated: 0,
      ...done,
    },
  };
}

/** What happened to the members of the warm pool. */
const membersIn = ({ launched, parked, dropped }: PoolOutcome) => ({
  launched: launched.map(({ id }) => id),
  parked,
  dropped,
});

/** How many of the workers are from the warm pool. */
function startedIn(outcome: Activity['outcome']): { started?: number } {
  const started = outcome?.kind === 'launch' ? startedFrom(outcome) : 0;
  return started > 0 ? { started } : {};
}

function reasonFor(type: EventType, workers: number, until: number | undefined) {
  if (type === EVENT.draining) return becauseOfEvent['worker-draining']({ workers, until: isoOf(until ?? 0) });
  if (type === EVENT.takenBack) return becauseOfEvent['worker-taken-back']({ workers });
  if (type === EVENT.launched) return becauseOfEvent['worker-launched']({ workers });
  return becauseOfEvent[type === EVENT.replaced ? 'worker-replaced' : 'worker-terminated']({ workers });
}

const isoOf = (at: number): string => new Date(at).toISOString();
