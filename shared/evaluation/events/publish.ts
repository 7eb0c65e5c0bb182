import { lazyModule } from '../../model/index.ts';
import type { Outbox } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { Activity } from '../model.ts';
import { inOrder } from './outbox.ts';

export type Publishing = Pick<EvaluationDependencies, 'announcements' | 'activities' | 'states'>;

export interface Published {
  /** Entries that are published. */
  readonly keys: readonly string[];
  /** The entries that are left: the bus refused their events. */
  readonly left: Outbox;
}

/** Most evaluations publish nothing. */
const events = lazyModule(() => import('./events-of.ts'));

/** Publishes what an outbox holds. `known`: activities that need not be read. */
export async function publish(
  group: string,
  outbox: Outbox,
  known: readonly Activity[],
  { announcements, activities }: Pick<Publishing, 'announcements' | 'activities'>,
): Promise<Published> {
  const entries = inOrder(outbox);
  if (entries.length === 0) return { keys: [], left: outbox };
  const { eventsOf, isStep } = await events();
  const records = new Map<string, Activity | null>(known.map((activity) => [activity.id, activity]));
  const made = [];
  for (const [key, entry] of entries) {
    const id = isStep(entry) ? entry.activity : null;
    try {
      if (id !== null && !records.has(id)) records.set(id, await activities.read(group, id));
    } catch {
      // Without its record, the entry waits for the next evaluation.
      continue;
    }
    made.push({ key, events: eventsOf(group, entry, id === null ? null : (records.get(id) ?? null)) });
  }
  const published = await announcements.publish(made.flatMap(({ events }) => events));
  const keys = made.filter(({ events }) => events.every(({ id }) => published.has(id))).map(({ key }) => key);
  const isDone = new Set(keys);
  return { keys, left: Object.fromEntries(entries.filter(([key]) => !isDone.has(key))) };
}

/** Publishes what an outbox holds and removes it from the state. `published`: keys of entries to remove as well. */
export async function publishAll(
  group: string,
  outbox: Outbox,
  known: readonly Activity[],
  dependencies: Publishing,
  published: readonly string[] = [],
): Promise<Outbox> {
  const { keys, left } = await publish(group, outbox, known, dependencies);
  const done = [...published, ...keys];
  // What could not be removed is published once more.
  if (done.length > 0) await dependencies.states.published(group, done).catch(() => {});
  return left;
}
