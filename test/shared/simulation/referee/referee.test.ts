import { describe, expect, test } from 'vitest';
import {
  backlogTracking,
  type Controller,
  type DemandSteps,
  deadlineOptimum,
  demandSteps,
  hpa,
  hpaOnRequests,
  karpenter,
  keda,
  optimumHours,
  parseScenario,
  predictive,
  type QueueScenario,
  run,
  type Scenario,
  type ScenarioDocument,
  Scorer,
  scoreOf,
  staticSize,
  stepScaling,
  targetTracking,
  targetTrackingOnRequests,
  threshold,
  workerRateOf,
} from '../../../../shared/simulation/index.ts';
import { onlyInFullRun } from '../../../full-run.ts';
import { someOf } from '../../../model/sampled.ts';
import { RECORDINGS } from './demand.ts';
import figures from './figures.json' with { type: 'json' };

/** Least and largest group of the referee. */
const BOUNDS = { min: 1, max: 400 };
const BURN_IN = '2h';

function scenarioOf<Kind extends Scenario['kind']>(
  document: Extract<ScenarioDocument, { kind: Kind }>,
): Extract<Scenario, { kind: Kind }> {
  const parsed = parseScenario(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value as Extract<Scenario, { kind: Kind }>;
}
const WEB = scenarioOf<'interactive'>({ kind: 'interactive', peakWorkers: 50, burnIn: BURN_IN });
const QUEUE = scenarioOf<'queue'>({
  kind: 'queue',
  taskSeconds: 120,
  startWithin: '5m',
  peakWorkers: 50,
  burnIn: BURN_IN,
});

const INTERACTIVE: Record<keyof typeof figures.web.algorithms, (scenario: Scenario) => Controller> = {
  staticSize: () => staticSize(30),
  hpa: (scenario) => hpa(scenario, { target: 0.6 }),
  hpaOnRequests: (scenario) => hpaOnRequests(scenario, { target: 0.5 }),
  targetTracking: (scenario) => targetTracking(scenario, { target: 0.5 }),
  targetTrackingLow9: (scenario) => targetTracking(scenario, { target: 0.6, low: 0.9 }),
  targetTrackingOnRequests: (scenario) => targetTrackingOnRequests(scenario, { target: 0.6, low: 0.9 }),
  stepScaling: (scenario) => stepScaling(scenario, { threshold: 0.5 }),
  threshold: (scenario) =>
    threshold(scenario, { above: 0.8, below: 0.2, cooldown: 300, window: 300, onlyWithQueue: true }),
  thresholdTimes: (scenario) =>
    threshold(scenario, { above: 0.8, below: 0.4, multiply: 1.5, cooldown: 180, window: 60 }),
  predictive: (scenario) => predictive(scenario, { target: 0.6 }),
};
const QUEUED: Record<keyof typeof figures.jobs.algorithms, (scenario: QueueScenario) => Controller> = {
  hpa: INTERACTIVE.hpa,
  targetTracking: INTERACTIVE.targetTracking,
  stepScaling: INTERACTIVE.stepScaling,
  threshold: INTERACTIVE.threshold,
  keda: (scenario) => keda(scenario, { perWorker: 1 }),
  kedaDense: (scenario) => keda(scenario, { perWorker: 2 }),
  karpenter: (scenario) => karpenter(scenario),
  backlogTracking: (scenario) => backlogTracking(scenario, { share: 0.5 }),
};

interface Figures {
  readonly workerHours: number;
  readonly latePercent: number;
  readonly p95WaitSeconds: number;
  readonly underPercent: number;
  readonly overPercent: number;
  readonly underBy: number;
  readonly overBy: number;
  readonly actions: number;
}

/** Within a thousandth; where a figure is small, within a hundredth of a percent point, of a worker-hour or of an action. */
function expectClose(ours: number, theirs: number): void {
  expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(Math.max(0.01, Math.abs(theirs) * 0.001));
}
function expectSame(ours: Figures, theirs: Figures): void {
  for (const figure of Object.keys(theirs) as (keyof Figures)[]) expectClose(ours[figure], theirs[figure]);
}

describe('the referee and the engine agree', () => {
  const web = demandSteps(RECORDINGS['web'] ?? [], WEB);
  test.each(someOf(Object.entries(INTERACTIVE), 3, 'web'))('on a web application under %s', (name, make) => {
    const ours = scoreOf({ scenario: WEB, demand: web, controller: make(WEB), bounds: BOUNDS });
    expectSame(ours, figures.web.algorithms[name as keyof typeof INTERACTIVE]);
  });
  test('on the lowest cost of a web application', () => {
    expectClose(optimumHours(web, WEB, BOUNDS.min), figures.web.optimumHours);
  });

  describe.each(['jobs', 'bins'] as const)('on the queue of %s', (recording) => {
    const demand = demandSteps(RECORDINGS[recording] ?? [], QUEUE);
    // The optimum of the longer recording takes ten times as long.
    const optimum = recording === 'bins' ? onlyInFullRun : {};
    test.each(someOf(Object.entries(QUEUED), 2, recording))('under %s', (name, make) => {
      const ours = scoreOf({ scenario: QUEUE, demand, controller: make(QUEUE), bounds: BOUNDS });
      expectSame(ours, figures[recording].algorithms[name as keyof typeof QUEUED]);
    });
    test('and its lowest cost, within 0.5 %', optimum, () => {
      const ratio = optimumHours(demand, QUEUE, BOUNDS.min) / figures[recording].optimumHours;
      expect(ratio).toBeGreaterThan(0.999);
      expect(ratio).toBeLessThan(1.005);
    });
    test('which costs a little more with whole workers', optimum, () => {
      const loads = [...demand.steps].slice(480).map((units) => units / workerRateOf(QUEUE));
      const whole = deadlineOptimum(loads, { overhead: 10, min: 1, within: 20, group: 1, quantum: 1 }) / 240;
      expect(whole / figures[recording].optimumHours).toBeGreaterThan(1);
      expect(whole / figures[recording].optimumHours).toBeLessThan(1.015);
    });
  });
});

describe('with whole tasks, the referee and the engine agree', () => {
  const LENGTH = 8;
  const scenario = scenarioOf<'queue'>({ ...QUEUE, taskSeconds: LENGTH * QUEUE.tick, tasks: 'whole' });
  /** The referee's tasks: the running total in whole tasks. */
  const demand = inWholeTasks(demandSteps(RECORDINGS['jobs'] ?? [], QUEUE), scenario);

  test.each([
    ['keda', () => keda(scenario, { perWorker: 1.5 })],
    ['karpenter', () => karpenter(scenario)],
    ['backlogTracking', () => backlogTracking(scenario, { share: 0.5 })],
  ] as const)('under %s', (name, make) => {
    const theirs = figures.wholeTasks.algorithms[name];
    const billed = new Scorer(scenario, BOUNDS.min);
    // The referee's cost leaves out the burn-in, its waits do not, and it counts actions where they are decided.
    const waits = new Scorer({ ...scenario, burnIn: 0 }, BOUNDS.min);
    let tasks = 0;
    for (const tick of run({ scenario, demand, controller: make(), bounds: BOUNDS, initial: 2 })) {
      billed.add(tick);
      waits.add(tick);
      tasks += tick.arrived / LENGTH;
    }
    expect(tasks).toBe(figures.wholeTasks.tasks);
    expectClose(billed.score().workerHours, theirs.workerHours);
    const { latePercent, p95WaitSeconds } = waits.score();
    expect(Math.abs(latePercent - theirs.latePercent)).toBeLessThan(0.1);
    expect(Math.abs(p95WaitSeconds - theirs.p95WaitSeconds)).toBeLessThanOrEqual(scenario.tick);
  });

  function inWholeTasks({ start, steps }: DemandSteps, { tick }: Scenario): DemandSteps {
    let total = 0;
    let given = 0;
    const whole = [...steps].map((units) => {
      total += units * tick;
      const tasks = Math.round(total) - given;
      given += tasks;
      return tasks / tick;
    });
    return { start, steps: whole };
  }
});
