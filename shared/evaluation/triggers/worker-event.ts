import type { Report } from '../../names/index.ts';
import type { FoundWorker, Providers } from '../../providers/index.ts';
import type { InterruptionNotice } from '../../state/index.ts';
import type { GroupStates } from '../ports.ts';

/**
 * An event about one instance, from AWS or from the worker itself. AWS sends the events of all instances in the account.
 * `interruption`, `rebalance`: the provider will take it, or is likely to · `leaving`: it terminates · `stops`: it stops ·
 * `tagged`: a draining worker changed its tags · `asks`: a worker changed the tags with which it asks for work or for its
 * end · `drained`: the worker reports that its drain is complete · `reported`: the worker reports something else ·
 * `unreadable`: it reports what no worker can report.
 */
export type WorkerEvent = {
  readonly worker: string;
  /** ms since the epoch. */
  readonly at: number;
} & (
  | { readonly kind: 'interruption' | 'rebalance' | 'leaving' | 'stops' | 'tagged' | 'asks' | 'drained' }
  | { readonly kind: 'reported'; readonly report: Report }
  | { readonly kind: 'unreadable'; readonly problem: string }
);

export interface WorkerEventUse {
  readonly providers: Pick<Providers, 'find' | 'of'>;
  readonly states: Pick<GroupStates, 'notice' | 'knownWorker'>;
  evaluate(group: string): Promise<void>;
  clock(): number;
}

/**
 * `foreign`: not a worker, or gone · `known`: the group needs no evaluation, because it already knows · `noted`: the report
 * is kept for the next evaluation, which need not be now.
 */
export type HandledEvent = WorkerEvent & {
  readonly result: 'evaluated' | 'known' | 'noted' | 'foreign';
  readonly group: string | null;
};

/**
 * Evaluates the group of the worker that an event concerns. It compares the event with the worker's current state, so a
 * late, duplicate or reordered event has no effect.
 */
export async function onWorkerEvent(event: WorkerEvent, use: WorkerEventUse): Promise<HandledEvent> {
  if (isOfAnyInstance(event) && !(await use.states.knownWorker(event.worker))) {
    return { ...event, result: 'foreign', group: null };
  }
  const worker = await use.providers.find(event.worker);
  if (!worker) return { ...event, result: 'foreign', group: null };
  const { group } = worker;
  if (isKnown(event, worker)) return { ...event, result: 'known', group };
  const { kind, worker: id, at } = event;
  // A worker that is already gone needs no notice: the evaluation sees that it is missing. One that has stopped may be
  // started again before that.
  const notice = NOTICE[kind];
  if (notice && (worker.alive || kind === 'stops')) {
    // Only a launch after this moment can replace the worker, even if the event of its interruption comes late.
    const notedAt = notice === 'interruption' ? Math.max(at, use.clock()) : at;
    await use.states.notice(group, { id, at: notedAt, kind: notice });
  }
  if (kind === 'stops' && worker.draining) return { ...event, result: 'noted', group };
  if (kind === 'unreadable') {
    await use.providers.of(worker.kind).markReported(id, { unreadable: event.problem }, at);
    return { ...event, result: 'noted', group };
  }
  if (kind === 'drained') await use.providers.of(worker.kind).markDrained(id);
  if (kind === 'reported') {
    await use.providers.of(worker.kind).markReported(id, event.report, at);
    if (!isUrgent(event.report, worker)) return { ...event, result: 'noted', group };
  }
  await use.evaluate(group);
  return { ...event, result: 'evaluated', group };
}

/** The provider may still list a worker whose end an event reports. */
const NOTICE: Readonly<Partial<Record<WorkerEvent['kind'], InterruptionNotice['kind']>>> = {
  interruption: 'interruption',
  rebalance: 'rebalance',
  leaving: 'ended',
  stops: 'ended',
};

/**
 * AWS sends these events for every instance of the account. Looking each of them up in EC2 would use up the account's
 * requests when somebody else's thousand instances end. The other events come only from workers, or are about them.
 */
const isOfAnyInstance = ({ kind }: WorkerEvent): boolean =>
  kind === 'interruption' || kind === 'rebalance' || kind === 'leaving' || kind === 'stops';

/**
 * That a worker is done matters only while it drains, and that it asks for something only before that. Its end matters
 * only if it was not draining. A worker that has ended reports nothing.
 */
function isKnown({ kind, at }: WorkerEvent, { alive, draining, isMember, startedAt = 0 }: FoundWorker): boolean {
  // What happens to members of a warm pool changes no capacity, and an old stop is that of a member before its start.
  if (isMember === true && kind !== 'reported' && kind !== 'unreadable') return true;
  if (kind === 'stops' && at < startedAt) return true;
  if (kind === 'leaving') return draining;
  if (kind === 'tagged' || kind === 'drained') return !(draining && alive);
  if (kind === 'asks') return draining || !alive;
  return (kind === 'reported' || kind === 'unreadable') && !alive;
}

/** Jobs begin and end all the time. That a group has work shows in its metrics, too. */
function isUrgent(report: Report, { draining, isMember }: FoundWorker): boolean {
  if (isMember) return false;
  return draining ? report === 'idle' : report === 'ready' || report === 'retire';
}
