import type { FoundWorker, Providers } from '../../providers/index.ts';
import type { GroupStates } from '../ports.ts';

/**
 * What AWS, or a worker itself, reports of one worker; of any in the account. `interruption`, `rebalance`: the provider takes it,
 * or is likely to · `leaving`: it ends or stops · `tagged`: a draining one has changed what it says of itself ·
 * `drained`: it says that it is done.
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
  /** Evaluates the group at once. */
  evaluate(group: string): Promise<void>;
}

/** `foreign`: it is gone, or nobody's worker · `known`: nothing that the group does not do by itself. */
export interface HandledEvent extends WorkerEvent {
  readonly result: 'evaluated' | 'known' | 'foreign';
  readonly group: string | null;
}

/**
 * Brings an event to the group whose worker it is about. What the event says is compared with the worker as it is now,
 * so that a late, doubled or reordered one does no harm.
 */
export async function onWorkerEvent(event: WorkerEvent, use: WorkerEventUse): Promise<HandledEvent> {
  const worker = await use.providers.find(event.worker);
  if (!worker) return { ...event, result: 'foreign', group: null };
  const { group } = worker;
  if (isKnown(event, worker)) return { ...event, result: 'known', group };
  const { kind, worker: id, at } = event;
  // One that has left already is not to be looked out for; that it is missing, the evaluation sees.
  if ((kind === 'interruption' || kind === 'rebalance') && worker.alive)
    await use.states.notice(group, { id, at, kind });
  if (kind === 'drained') await use.providers.of(worker.kind).markDrained(id);
  await use.evaluate(group);
  return { ...event, result: 'evaluated', group };
}

/** What a worker says of itself counts while it drains; that it leaves is news unless it was retired. */
function isKnown({ kind }: WorkerEvent, { alive, draining }: FoundWorker): boolean {
  if (kind === 'leaving') return draining;
  if (kind === 'tagged' || kind === 'drained') return !(draining && alive);
  return false;
}
