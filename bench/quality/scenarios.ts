import { type DemandSteps, demandSteps, parseScenario, type Scenario } from '../../shared/simulation/index.ts';
import { CROWD_DAYS } from './generated.ts';
import type { Recorded } from './recordings.ts';

/** Properties of metrics and work, the same for every recording. */
export interface Mode {
  readonly name: string;
  readonly kind: Recorded['kind'];
  /** The recordings that it plays. `recorded`: those of the folder. */
  readonly plays: 'recorded' | 'cold' | 'crowds' | 'bursts';
  readonly scenario: Readonly<Record<string, unknown>>;
}

/** A worker serves at most 20 requests in a step of 15 s, which determines the relative size of Poisson noise. */
const WORKER_RATE = 20 / 15;
const TICK = 15;
const DAY = 86_400;
export const START_WITHIN = 300;

const DELAYED = { metricDelay: 60, evaluateEvery: 60 };

const queue = (taskSeconds: number, tasks: 'fluid' | 'whole'): Mode => ({
  name: `queue, ${tasks === 'fluid' ? 'fluid' : `tasks of ${taskSeconds} s`}`,
  kind: 'queue',
  plays: 'recorded',
  scenario: { taskSeconds, tasks },
});

/** A mode with fresh metrics, and one with those of CloudWatch. */
const interactive = (plays: Mode['plays'], name: string): { readonly fresh: Mode; readonly delayed: Mode } => ({
  fresh: { name: `${name}, metrics 15 s old`, kind: 'interactive', plays, scenario: {} },
  delayed: {
    name: `${name}, CloudWatch's delay: every 60 s, 60 s old`,
    kind: 'interactive',
    plays,
    scenario: DELAYED,
  },
});

export const WEB = interactive('recorded', 'interactive');
export const COLD = interactive('cold', 'interactive, the first hour');
export const CROWDS = interactive('crowds', 'interactive, the first crowd of 2 to 6 ×');
export const QUEUES = {
  fluid: queue(15, 'fluid'),
  short: queue(45, 'whole'),
  middle: queue(150, 'whole'),
  long: queue(900, 'whole'),
};
export const BURSTS: Mode = {
  name: 'queue, tasks of 45 s in bursts, evaluated every 60 s',
  kind: 'queue',
  plays: 'bursts',
  scenario: { taskSeconds: 45, tasks: 'whole', evaluateEvery: 60 },
};

export const MODES: readonly Mode[] = [WEB, COLD, CROWDS]
  .flatMap(({ fresh, delayed }) => [fresh, delayed])
  .concat(Object.values(QUEUES), BURSTS);

/** Scales the demand to a peak of 50 workers. */
export function scenarioOf(recorded: Recorded, mode: Mode): Scenario {
  const { kind, period } = recorded;
  const burnIn = burnInOf(recorded, mode);
  const own =
    kind === 'queue'
      ? { kind, startWithin: START_WITHIN, noise: 'none' }
      : { kind, workerRate: WORKER_RATE, noise: period > TICK ? 'poisson' : 'none', seed: 7 };
  const parsed = parseScenario({ ...own, peakWorkers: 50, burnIn, tick: TICK, boot: 120, drain: 30, ...mode.scenario });
  if (!parsed.ok) throw new Error(parsed.faults.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return parsed.value;
}

/** Two days; for short recordings, a sixth of their length; none for cold starts. */
function burnInOf({ length }: Recorded, { plays }: Mode): number {
  if (plays === 'cold') return 0;
  if (plays === 'crowds') return CROWD_DAYS.before * DAY;
  return length >= 6 * DAY ? 2 * DAY : Math.round(length / 6);
}

/** Draws the demand once, so that every entrant gets the same one. */
export function demandOf({ points }: Recorded, scenario: Scenario): DemandSteps {
  const { start, steps } = demandSteps(points, scenario);
  return { start, steps: Float64Array.from(steps) };
}
