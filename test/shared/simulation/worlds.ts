import {
  type DemandSteps,
  parseWorld,
  type World,
  type WorldDocument,
  workerRateOf,
} from '../../../shared/simulation/index.ts';

export const START = Date.UTC(2026, 10, 20);

type Kind = World['kind'];
type Document<K extends Kind> = Extract<WorldDocument, { kind: K }>;

/** A world as written, with all defaults. */
export function worldOf<K extends Kind>(document: Document<K>): Extract<World, { kind: K }> {
  const parsed = parseWorld(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value as Extract<World, { kind: K }>;
}

/** A worker serves one unit a second: so demand is in workers. */
export const interactive = (document: Partial<Document<'interactive'>> = {}) =>
  worldOf<'interactive'>({ kind: 'interactive', workerRate: 1, ...document });

/** A task takes one step of a worker: so a task a step keeps one worker busy. */
export const queue = (document: Partial<Document<'queue'>> = {}) =>
  worldOf<'queue'>({ kind: 'queue', taskSeconds: 15, startWithin: '5m', ...document });

/** Steps whose arrivals keep so many workers busy. */
export const demandOf = (world: World, loads: readonly number[]): DemandSteps => ({
  start: START,
  steps: loads.map((load) => load * workerRateOf(world)),
});
