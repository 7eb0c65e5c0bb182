import {
  type DemandSteps,
  parseScenario,
  type Scenario,
  type ScenarioDocument,
  workerRateOf,
} from '../../../shared/simulation/index.ts';

export const START = Date.UTC(2026, 10, 20);

type Kind = Scenario['kind'];
type Document<K extends Kind> = Extract<ScenarioDocument, { kind: K }>;

/** A scenario as written, with all defaults. */
export function scenarioOf<K extends Kind>(document: Document<K>): Extract<Scenario, { kind: K }> {
  const parsed = parseScenario(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value as Extract<Scenario, { kind: K }>;
}

/** A worker serves one unit a second: so demand is in workers. */
export const interactive = (document: Partial<Document<'interactive'>> = {}) =>
  scenarioOf<'interactive'>({ kind: 'interactive', workerRate: 1, ...document });

/** A task takes one step of a worker: so a task a step keeps one worker busy. */
export const queue = (document: Partial<Document<'queue'>> = {}) =>
  scenarioOf<'queue'>({ kind: 'queue', taskSeconds: 15, startWithin: '5m', ...document });

/** Steps whose arrivals keep so many workers busy. */
export const demandOf = (scenario: Scenario, loads: readonly number[]): DemandSteps => ({
  start: START,
  steps: loads.map((load) => load * workerRateOf(scenario)),
});
