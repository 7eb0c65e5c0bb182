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
  parseWorld,
  predictive,
  type QueueWorld,
  run,
  Scorer,
  scoreOf,
  staticSize,
  stepScaling,
  targetTracking,
  targetTrackingOnRequests,
  threshold,
  type World,
  type WorldDocument,
  workerRateOf,
} from '../../../../shared/simulation/index.ts';
import { RECORDINGS } from './demand.ts';
import figures from './figures.json' with { type: 'json' };

/** Least and largest group of the referee. */
const BOUNDS = { min: 1, max: 400 };
const BURN_IN = '2h';

function worldOf<Kind extends World['kind']>(
  document: Extract<WorldDocument, { kind: Kind }>,
): Extract<World, { kind: Kind }> {
  const parsed = parseWorld(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value as Extract<World, { kind: Kind }>;
}
const WEB = worldOf<'interactive'>({ kind: 'interactive', peakWorkers: 50, burnIn: BURN_IN });
const QUEUE = worldOf<'queue'>({
  kind: 'queue',
  taskSeconds: 120,
  startWithin: '5m',
  peakWorkers: 50,
  burnIn: BURN_IN,
});

const INTERACTIVE: Record<keyof typeof figures.web.algorithms, (world: World) => Controller> = {
  staticSize: () => staticSize(30),
  hpa: (world) => hpa(world, { target: 0.6 }),
  hpaOnRequests: (world) => hpaOnRequests(world, { target: 0.5 }),
  targetTracking: (world) => targetTracking(world, { target: 0.5 }),
  targetTrackingLow9: (world) => targetTracking(world, { target: 0.6, low: 0.9 }),
  targetTrackingOnRequests: (world) => targetTrackingOnRequests(world, { target: 0.6, low: 0.9 }),
  stepScaling: (world) => stepScaling(world, { threshold: 0.5 }),
  threshold: (world) => threshold(world, { above: 0.8, below: 0.2, cooldown: 300, window: 300, onlyWithQueue: true }),
  thresholdTimes: (world) => threshold(world, { above: 0.8, below: 0.4, multiply: 1.5, cooldown: 180, window: 60 }),
  predictive: (world) => predictive(world, { target: 0.6 }),
};
const QUEUED: Record<keyof typeof figures.jobs.algorithms, (world: QueueWorld) => Controller> = {
  hpa: INTERACTIVE.hpa,
  targetTracking: INTERACTIVE.targetTracking,
  stepScaling: INTERACTIVE.stepScaling,
  threshold: INTERACTIVE.threshold,
  keda: (world) => keda(world, { perWorker: 1 }),
  kedaDense: (world) => keda(world, { perWorker: 2 }),
  karpenter: (world) => karpenter(world),
  backlogTracking: (world) => backlogTracking(world, { share: 0.5 }),
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

describe('the referee and we agree', () => {
  const web = demandSteps(RECORDINGS['web'] ?? [], WEB);
  test.each(Object.entries(INTERACTIVE))('on a web application under %s', (name, make) => {
    const ours = scoreOf({ world: WEB, demand: web, controller: make(WEB), bounds: BOUNDS });
    expectSame(ours, figures.web.algorithms[name as keyof typeof INTERACTIVE]);
  });
  test('on the least a web application can cost', () => {
    expectClose(optimumHours(web, WEB, BOUNDS.min), figures.web.optimumHours);
  });

  describe.each(['jobs', 'bins'] as const)('on the queue of %s', (recording) => {
    const demand = demandSteps(RECORDINGS[recording] ?? [], QUEUE);
    test.each(Object.entries(QUEUED))('under %s', (name, make) => {
      const ours = scoreOf({ world: QUEUE, demand, controller: make(QUEUE), bounds: BOUNDS });
      expectSame(ours, figures[recording].algorithms[name as keyof typeof QUEUED]);
    });
    test('and the least it can cost, within 0.5 %', () => {
      const ratio = optimumHours(demand, QUEUE, BOUNDS.min) / figures[recording].optimumHours;
      expect(ratio).toBeGreaterThan(0.999);
      expect(ratio).toBeLessThan(1.005);
    });
    test('which whole workers cost a little more', () => {
      const loads = [...demand.steps].slice(480).map((units) => units / workerRateOf(QUEUE));
      const whole = deadlineOptimum(loads, { overhead: 10, min: 1, within: 20, group: 1, quantum: 1 }) / 240;
      expect(whole / figures[recording].optimumHours).toBeGreaterThan(1);
      expect(whole / figures[recording].optimumHours).toBeLessThan(1.015);
    });
  });
});

describe('with whole tasks the referee and we agree', () => {
  const LENGTH = 8;
  const world = worldOf<'queue'>({ ...QUEUE, taskSeconds: LENGTH * QUEUE.tick, tasks: 'whole' });
  /** The referee's tasks: the running total in whole tasks. */
  const demand = inWholeTasks(demandSteps(RECORDINGS['jobs'] ?? [], QUEUE), world);

  test.each([
    ['keda', () => keda(world, { perWorker: 1.5 })],
    ['karpenter', () => karpenter(world)],
    ['backlogTracking', () => backlogTracking(world, { share: 0.5 })],
  ] as const)('under %s', (name, make) => {
    const theirs = figures.wholeTasks.algorithms[name];
    const billed = new Scorer(world, BOUNDS.min);
    // The referee's cost leaves out the burn-in, its waits do not, and it counts actions where they are decided.
    const waits = new Scorer({ ...world, burnIn: 0 }, BOUNDS.min);
    let tasks = 0;
    for (const tick of run({ world, demand, controller: make(), bounds: BOUNDS, initial: 2 })) {
      billed.add(tick);
      waits.add(tick);
      tasks += tick.arrived / LENGTH;
    }
    expect(tasks).toBe(figures.wholeTasks.tasks);
    expectClose(billed.score().workerHours, theirs.workerHours);
    const { latePercent, p95WaitSeconds } = waits.score();
    expect(Math.abs(latePercent - theirs.latePercent)).toBeLessThan(0.1);
    expect(Math.abs(p95WaitSeconds - theirs.p95WaitSeconds)).toBeLessThanOrEqual(world.tick);
  });

  function inWholeTasks({ start, steps }: DemandSteps, { tick }: World): DemandSteps {
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
