import type { FoundWorker, Providers } from '../../providers/index.ts';
import type { GroupStates } from '../ports.ts';

/**
 * An event about one instance, from AWS or from the worker itself. AWS sends the events of all instances in the account.
 * `interruption`, `rebalance`: the provider will take it, or is likely to · `leaving`: it terminates or stops ·
 * `tagged`: a draining worker changed its tags · `drained`: the worker reports that its drain is complete.
 */
export interface WorkerEvent {
  readonly kind: 'interruption' | 'rebalance' | 'leaving' | 'tagged' | 'drained';
  readonly worker: string;
  /** ms since the epoch. */
  readonly at: number;
}

export interface WorkerEventUse {
  readonly providers: Pick<Providers, 'find' | 'of'>;
  readonly states: Pick<GroupStates, 'notice'>;
  evaluate(group: string): Promise<void>;
}

/** `foreign`: not a worker, or gone · `known`: the group needs no evaluation, because it already knows. */
export interface HandledEvent extends WorkerEvent {
  readonly result: 'evaluated' | 'known' | 'foreign';
  readonly group: string | null;
}

/**
 * Evaluates the group of the worker that an event concerns. It compares the event with the worker's current state, so a
 * late, duplicate or reordered event has no effect.
 */
export async function onWorkerEvent(event: WorkerEvent, use: WorkerEventUse): Promise<HandledEvent> {
  const worker = await use.providers.find(event.worker);
  if (!worker) return { ...event, result: 'foreign', group: null };
  const { group } = worker;
  if (isKnown(event, worker)) return { ...event, result: 'known', group };
  const { kind, worker: id, at } = event;
  // A worker that is already gone needs no notice: the evaluation sees that it is missing.
  if ((kind === 'interruption' || kind === 'rebalance') && worker.alive)
    await use.states.notice(group, { id, at, kind });
  if (kind === 'drained') await use.providers.of(worker.kind).markDrained(id);
  await use.evaluate(group);
  return { ...event, result: 'evaluated', group };
}

/** A worker's own report matters only while it drains. Its end matters only if it was not draining. */
function isKnown({ kind }: WorkerEvent, { alive, draining }: FoundWorker): boolean {
  if (kind === 'leaving') return draining;
  if (kind === 'tagged' || kind === 'drained') return !(draining && alive);
  return false;
}
