import { EVENT } from '../../shared/names/index.ts';
import type { World } from './world/world.ts';

/** Every step of an activity is published at least once, whatever died in between, and nothing waits to be published. */
export function everyStepPublished({ base, activities, state }: World): string[] {
  const { events } = base.announcements;
  const ids = new Set(events.map(({ id }) => id));
  const workersOf = (type: string, activity: string): Set<string> => {
    const about = events.filter((event) => event.type === type && event.detail['activity'] === activity);
    return new Set(about.flatMap(({ detail }) => (detail['workers'] ?? []) as string[]));
  };
  const waiting = Object.keys(state()?.outbox ?? {});
  const missing = activities().flatMap(({ id, intent, outcome, status, decision, startedAt }) => {
    const isDrained = intent.kind === 'remove' && intent.drainUntil > startedAt && status !== 'claimed';
    const [type, named] =
      outcome?.kind === 'launch'
        ? [EVENT.launched, outcome.launched.map((worker) => worker.id)]
        : [EVENT.terminated, outcome?.kind === 'remove' ? outcome.terminated : []];
    const published = workersOf(type, id);
    const drained = workersOf(EVENT.draining, id);
    const isFinal = status === 'done' || status === 'partial' || status === 'failed';
    const ended = `${id}/${status === 'failed' ? 'resize-failed' : 'resize-completed'}`;
    return [
      ...(ids.has(`${id}/resize-started`) ? [] : [`the start of ${id} was not published`]),
      ...(decision.direction === 'hold' || ids.has(`${id}/scaling-decided`) ? [] : [`${id} was not published`]),
      ...(isFinal && !ids.has(ended) ? [`the end of ${id} was not published`] : []),
      ...named.filter((worker) => !published.has(worker)).map((worker) => `${type} was not published of ${worker}`),
      ...(isDrained && intent.workers.some((worker) => !drained.has(worker))
        ? [`the drain of ${id} was not published`]
        : []),
    ];
  });
  return [
    ...missing,
    ...(waiting.length > 0 ? [`${waiting} still wait to be published`] : []),
    ...sameIdSameContent(events),
  ];
}

type Published = World['base']['announcements']['events'];

/** What is published again under the same id is the same event. */
function sameIdSameContent(events: Published): string[] {
  const first = new Map<string, string>();
  return events.flatMap((event) => {
    const text = JSON.stringify(event.detail['workers'] ?? null);
    const known = first.get(event.id) ?? text;
    first.set(event.id, known);
    return known === text ? [] : [`${event.id} was published with other workers`];
  });
}
