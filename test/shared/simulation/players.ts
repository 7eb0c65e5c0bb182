import fc from 'fast-check';
import { type PolicyDocument, parsePolicy } from '../../../shared/policy/index.ts';
import {
  backlogTracking,
  type Controller,
  type DecisionSink,
  HIGH_RESOLUTION,
  hpa,
  hpaOnRequests,
  karpenter,
  keda,
  type Play,
  predictive,
  replayOf,
  type Scenario,
  staticSize,
  stepScaling,
  targetTracking,
  targetTrackingOnRequests,
  threshold,
} from '../../../shared/simulation/index.ts';
import { demandOf, interactive, queue } from './scenarios.ts';

const ticks = fc.constantFrom(5, 15, 15, 60);
/** Also times that are no whole steps. */
const seconds = fc.constantFrom(0, 15, 20, 60, 130, 300);
/** Nothing fails in every other scenario. */
const failures = fc.oneof(
  fc.constant({}),
  fc.record({ capacityErrors: fc.constantFrom(0, 0.4), interruptionsPerHour: fc.constantFrom(0, 20, 60) }),
);

/** Scenarios of every kind, with steps, waits and failures of every size. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    kind: fc.constantFrom('interactive' as const, 'fluid' as const, 'whole' as const),
    tick: ticks,
    pace: fc.constantFrom(1, 1, 4),
    ...{ boot: seconds, drain: seconds, minBilled: seconds, failures },
    metricDelay: fc.constantFrom(0, 60, 90),
    taskSeconds: fc.constantFrom(7, 30, 60, 200),
    seed: fc.nat(1000),
  })
  .map(({ kind, pace, taskSeconds, ...rest }) => {
    const document = { ...rest, evaluateEvery: pace * rest.tick };
    if (kind === 'interactive') return interactive({ ...document, taskSeconds: 2 });
    return queue({ ...document, tasks: kind, taskSeconds, startWithin: '2m' });
  });

/** Work in worker-ticks: quiet, steady and in bursts. */
export const loads = fc.array(
  fc.oneof(fc.constant(0), fc.nat(12), fc.double({ min: 0, max: 12, noNaN: true }), fc.constant(60)),
  { minLength: 1, maxLength: 60 },
);

type Made = (scenario: Scenario) => Controller;

/** Controllers that no sane person would run: whoever trusts the engine must be able to trust it with them. */
const ADVERSARIES: Readonly<Record<string, Made>> = {
  thrashing:
    () =>
    (_now, { index, capacity }) =>
      index % 2 === 0 ? capacity + 5 : 0,
  contrary:
    () =>
    (_now, { last }) =>
      (last?.arrived ?? 0) > 3 ? 0 : 30,
  impatient:
    () =>
    (_now, { ready, booting }) =>
      booting > 0 ? ready : ready + 7,
  senseless:
    () =>
    (_now, { index }) =>
      [Number.NaN, 1e9, -7, 2.9, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][index % 6] ?? null,
  greedy:
    () =>
    (_now, { last }) =>
      Math.ceil((last?.queued ?? 0) + (last?.lost ?? 0) + (last?.arrived ?? 0)),
  murderous:
    () =>
    (_now, { busy, capacity }) =>
      busy > 0 ? capacity - busy : capacity + 3,
};

/** Other autoscalers. */
export const ALGORITHMS: Readonly<Record<string, Made>> = {
  hpa: (scenario) => hpa(scenario, { target: 0.6 }),
  hpaOnRequests: (scenario) => hpaOnRequests(scenario, { target: 0.6, stabilization: 60 }),
  targetTracking: (scenario) => targetTracking(scenario, { target: 0.6, minutesIn: 3 }),
  targetTrackingOnRequests: (scenario) => targetTrackingOnRequests(scenario, { target: 0.6, minutesIn: 3 }),
  highResolution: (scenario) => targetTracking(scenario, { target: 0.6, minutesIn: 3, ...HIGH_RESOLUTION }),
  stepScaling: (scenario) => stepScaling(scenario, { threshold: 0.5, minutesIn: 2 }),
  threshold: (scenario) => threshold(scenario, { above: 0.8, below: 0.3, cooldown: 60, window: 60 }),
  karpenter: (scenario) => karpenter(scenario),
  predictive: (scenario) => predictive(scenario, { target: 0.6 }),
  staticSize: () => staticSize(5),
};
const QUEUE_ALGORITHMS: Readonly<Record<string, Made>> = {
  keda: (scenario) => (scenario.kind === 'queue' ? keda(scenario, { perWorker: 2 }) : staticSize(1)),
  backlogTracking: (scenario) => (scenario.kind === 'queue' ? backlogTracking(scenario) : staticSize(1)),
};

const cloudwatch = (name: string, statistic = 'Average') => ({ cloudwatch: { namespace: 'App', name, statistic } });
const AT_ONCE: PolicyDocument['behavior'] = {
  out: { cooldown: 0, stabilization: 0, limits: [] },
  in: { cooldown: 0, stabilization: 0, limits: [] },
};
/** Policies for any scenario. */
export const POLICIES: Readonly<Record<string, Partial<PolicyDocument>>> = {
  'target, held back': {
    metrics: { cpu: cloudwatch('CPUUtilization') },
    rules: [{ kind: 'target', metric: 'cpu', value: 50 }],
    profile: 'aggressive',
    warmup: 60,
  },
  'target, at once': {
    behavior: AT_ONCE,
    metrics: { requests: cloudwatch('RequestCountPerTarget', 'Sum') },
    rules: [{ kind: 'target', metric: 'requests', value: 30 }],
  },
  'threshold and window': {
    behavior: AT_ONCE,
    metrics: { cpu: cloudwatch('CPUUtilization', 'Maximum') },
    rules: [
      { kind: 'threshold', metric: 'cpu', out: { above: 80, for: 60, add: 2 }, in: { below: 20, remove: 1 } },
      { kind: 'schedule', windows: [{ cron: '4 0 * * *', lasts: '3m', min: 6 }] },
    ],
  },
  objective: {
    metrics: { requests: cloudwatch('RequestCount', 'Sum') },
    rules: [{ kind: 'objective', metric: 'requests', perWorker: 1 }],
  },
  forecast: {
    behavior: AT_ONCE,
    metrics: { requests: cloudwatch('RequestCount') },
    rules: [{ kind: 'forecast', metric: 'requests', value: 1, scaleIn: true }],
  },
};
const QUEUE_POLICIES: Readonly<Record<string, Partial<PolicyDocument>>> = {
  backlog: {
    behavior: AT_ONCE,
    metrics: { jobs: { sqs: { queue: 'jobs' } } },
    rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 2 }],
  },
  deadline: {
    behavior: AT_ONCE,
    metrics: { jobs: { sqs: { queue: 'jobs' } }, running: { sqs: { queue: 'jobs', count: 'inFlight' } } },
    rules: [{ kind: 'deadline', metric: 'jobs', running: 'running', taskSeconds: 30, startWithin: '2m' }],
  },
};

export const CONTROLLERS = { ...ADVERSARIES, ...ALGORITHMS, ...QUEUE_ALGORITHMS };
export const ALL_POLICIES = { ...POLICIES, ...QUEUE_POLICIES };
const forQueues = new Set([...Object.keys(QUEUE_ALGORITHMS), ...Object.keys(QUEUE_POLICIES)]);
const fits =
  ({ kind }: Scenario) =>
  (name: string) =>
    kind === 'queue' || !forQueues.has(name);

/** A list of capacities, one a step, or the name of a controller or policy. */
export type Player = readonly (number | null)[] | string;
const wishes = fc.array(fc.option(fc.nat(20), { freq: 2 }), { maxLength: 60 });

/** A scenario, and somebody who plays in it. */
export const matches: fc.Arbitrary<readonly [Scenario, Player]> = scenarios.chain((scenario) => {
  const names = [...Object.keys(CONTROLLERS), ...Object.keys(ALL_POLICIES)].filter(fits(scenario));
  return fc.tuple(fc.constant(scenario), fc.oneof(wishes, fc.constantFrom(...names)));
});
/** As {@link matches}, with policies alone. */
export const replays: fc.Arbitrary<readonly [Scenario, string]> = scenarios.chain((scenario) =>
  fc.tuple(fc.constant(scenario), fc.constantFrom(...Object.keys(ALL_POLICIES).filter(fits(scenario)))),
);

/** A play that has not begun: nothing of an earlier one is left in it. */
export function playOf(scenario: Scenario, player: Player, load: readonly number[], initial = 2): Play {
  const document = typeof player === 'string' ? ALL_POLICIES[player] : undefined;
  if (document) return replayedBy(scenario, document, load);
  const controller: Controller =
    typeof player === 'string'
      ? (CONTROLLERS[player as keyof typeof CONTROLLERS] as Made)(scenario)
      : (_now, { index }) => player[index] ?? null;
  return { scenario, demand: demandOf(scenario, load), controller, bounds: { min: 0, max: 30 }, initial };
}

export function replayedBy(
  scenario: Scenario,
  document: Partial<PolicyDocument>,
  load: readonly number[],
  onDecision?: DecisionSink,
): Play {
  const policy = parsePolicy({ group: 'web', capacity: { min: 0, max: 30 }, ...document });
  if (!policy.ok) throw new Error(JSON.stringify(policy.faults));
  const play = replayOf(policy.value, scenario, demandOf(scenario, load), onDecision);
  if (!play.ok) throw new Error(JSON.stringify(play.faults));
  return play.value;
}
