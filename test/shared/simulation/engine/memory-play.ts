import {
  optimumHours,
  optimumOf,
  run,
  type Scenario,
  Scorer,
  seededRandom,
  type Tick,
  workerRateOf,
} from '../../../../shared/simulation/index.ts';
import { playOf } from '../players.ts';
import { interactive, queue, START } from '../scenarios.ts';

/**
 * Plays a long demand that nobody ever holds as a whole, in a process of its own:
 * `node --expose-gc test/shared/simulation/engine/memory-play.ts NAME` writes by how many bytes the memory in use has grown from a
 * tenth of the way to its end.
 */
const STEPS = 100_000;

/** A wave with noise that keeps two to eighteen workers busy. */
function* wave(scenario: Scenario): Generator<number> {
  const random = seededRandom(5);
  for (let step = 0; step < STEPS; step += 1) {
    reach(step);
    yield (10 + 8 * Math.sin(step / 900) + 2 * random()) * workerRateOf(scenario);
  }
  reach(STEPS);
}

const heap: number[] = [];
function reach(step: number): void {
  if (step !== STEPS / 10 && step !== STEPS) return;
  global.gc?.();
  heap.push(process.memoryUsage().heapUsed);
}

const hoard: Tick[] = [];
const failures = { capacityErrors: 0.1, interruptionsPerHour: 0.1 };
const demandOf = (scenario: Scenario) => ({ start: START, steps: { [Symbol.iterator]: () => wave(scenario) } });
const played =
  (scenario: Scenario, player: string, sink: (tick: Tick) => void = () => {}) =>
  () => {
    const scorer = new Scorer(scenario, 0);
    for (const tick of run({ ...playOf(scenario, player, [10]), demand: demandOf(scenario) })) {
      scorer.add(tick);
      sink(tick);
    }
    scorer.score();
  };
const optimum = (scenario: Scenario) => () => void optimumHours(demandOf(scenario), scenario, 0);
const jobs = queue({ taskSeconds: 60 });

const PLAYS: Readonly<Record<string, () => void>> = {
  'a policy': played(interactive({ failures, metricDelay: 60, evaluateEvery: 60 }), 'target, held back'),
  'a policy on a queue': played(queue({ taskSeconds: 60, tasks: 'whole', failures, evaluateEvery: 60 }), 'backlog'),
  'another autoscaler': played(interactive(), 'predictive'),
  'another autoscaler on a queue': played(jobs, 'keda'),
  'the optimum that may lose': () => void optimumOf(demandOf(interactive()), interactive(), 0).losing(1),
  'the optimum of a queue': optimum(jobs),
  'somebody who keeps every step': played(interactive(), 'hpa', (tick) => void hoard.push(tick)),
};

PLAYS[process.argv[2] ?? '']?.();
// The optimum of a queue walks through its demand more than once: its last walk counts.
const [before = Number.NaN, after = Number.NaN] = heap.slice(-2);
process.stdout.write(`${JSON.stringify({ grown: after - before, kept: hoard.length })}\n`);
