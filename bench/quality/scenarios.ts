import { type DemandSteps, demandSteps, parseScenario, type Scenario } from '../../shared/simulation/index.ts';
import type { Recorded } from './recordings.ts';

/** Properties of metrics and work, the same for every recording. */
export interface Mode {
  readonly name: string;
  readonly kind: Recorded['kind'];
  readonly scenario: Readonly<Record<string, unknown>>;
}

/** A worker serves at most 20 requests in a step of 15 s, which determines the relative size of Poisson noise. */
const WORKER_RATE = 20 / 15;
const TICK = 15;
const DAY = 86_400;
export const START_WITHIN = 300;

const queue = (taskSeconds: number, tasks: 'fluid' | 'whole'): Mode => ({
  name: `queue, ${tasks === 'fluid' ? 'fluid' : `tasks of ${taskSeconds} s`}`,
  kind: 'queue',
  scenario: { taskSeconds, tasks },
});

export const MODES: readonly Mode[] = [
  { name: 'interactive, metrics 15 s old', kind: 'interactive', scenario: {} },
  {
    name: "interactive, CloudWatch's delay: every 60 s, 60 s old",
    kind: 'interactive',
    scenario: { metricDelay: 60, evaluateEvery: 60 },
  },
  queue(15, 'fluid'),
  queue(45, 'whole'),
  queue(150, 'whole'),
  queue(900, 'whole'),
];

/** Scales the demand to a peak of 50 workers. The burn-in is two days; for short recordings, a sixth of their length. */
export function scenarioOf({ kind, period, length }: Recorded, mode: Mode): Scenario {
  const burnIn = length >= 6 * DAY ? 2 * DAY : Math.round(length / 6);
  const own =
    kind === 'queue'
      ? { kind, startWithin: START_WITHIN, noise: 'none' }
      : { kind, workerRate: WORKER_RATE, noise: period > TICK ? 'poisson' : 'none', seed: 7 };
  const parsed = parseScenario({ ...own, peakWorkers: 50, burnIn, tick: TICK, boot: 120, drain: 30, ...mode.scenario });
  if (!parsed.ok) throw new Error(parsed.faults.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return parsed.value;
}

/** Draws the demand once, so that every entrant gets the same one. */
export function demandOf({ points }: Recorded, scenario: Scenario): DemandSteps {
  const { start, steps } = demandSteps(points, scenario);
  return { start, steps: Float64Array.from(steps) };
}
