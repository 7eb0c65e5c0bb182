import { type PolicyDocument, parsePolicy } from '../../shared/policy/index.ts';
import {
  type Controller,
  type DemandSteps,
  HIGH_RESOLUTION,
  hpa,
  hpaOnRequests,
  karpenter,
  keda,
  type Play,
  predictive,
  type QueueScenario,
  replayOf,
  type Scenario,
  stepScaling,
  targetTracking,
  targetTrackingOnRequests,
  workerRateOf,
} from '../../shared/simulation/index.ts';
import { type Mode, START_WITHIN } from './scenarios.ts';

/** An autoscaler with one setting, simulated on every recording. */
export interface Entrant {
  readonly name: string;
  readonly isOurs: boolean;
  /** Share of the demand that it may lose. */
  readonly lost: number;
  play(scenario: Scenario, demand: DemandSteps): Play;
}

const BOUNDS = { min: 1, max: 400 };

export const entrantsFor = (mode: Mode): Entrant[] => [...oursFor(mode), ...othersFor(mode)];

function oursFor({ kind, plays, scenario }: Mode): Entrant[] {
  const isFresh = !('metricDelay' in scenario);
  const demand = isFresh
    ? { pushed: {} }
    : { cloudwatch: { namespace: 'Web', name: 'Requests', statistic: 'Average', period: 60 } };
  const objective = (lost: number) =>
    ours(`objective, at most ${100 * lost} % lost`, lost, (played) => ({
      metrics: { demand },
      rules: [{ kind: 'objective', metric: 'demand', perWorker: workerRateOf(played), lost }],
    }));
  const deadline = ours(`deadline, start within ${START_WITHIN} s`, 0, (played) => ({
    metrics: { waiting: { sqs: { queue: 'jobs' } }, running: { sqs: { queue: 'jobs', count: 'inFlight' } } },
    rules: [
      {
        kind: 'deadline',
        metric: 'waiting',
        running: 'running',
        startWithin: START_WITHIN,
        taskSeconds: played.taskSeconds ?? 1,
      },
    ],
  }));
  const warm = (lost: number, size: number | 'auto') =>
    ours(`objective, at most ${100 * lost} % lost, warm pool, size ${size}`, lost, (played) => ({
      metrics: { demand },
      provider: { ...EC2, warm: { size, reuse: true } },
      rules: [{ kind: 'objective', metric: 'demand', perWorker: workerRateOf(played), lost }],
    }));
  if (kind === 'queue') return [deadline];
  if (plays !== 'recorded') return [objective(0.01)];
  return [objective(0.01), warm(0.01, 'auto'), warm(0.0125, 'auto'), warm(0.0125, 16)];
}

/** Members start in 30 s, and a member that waits costs 8 GB of gp3 beside a c7g.large, 1.2 % of a worker. */
const EC2 = {
  kind: 'ec2' as const,
  launchTemplate: { name: 'bench' },
  instanceTypes: ['c7g.large'],
  subnets: ['subnet-0123456789abcdef0'],
};

function ours(
  name: string,
  lost: number,
  written: (scenario: Scenario) => Pick<PolicyDocument, 'metrics' | 'rules' | 'provider'>,
): Entrant {
  return {
    name,
    isOurs: true,
    lost,
    play(scenario, demand) {
      const policy = parsePolicy({ group: 'bench', capacity: BOUNDS, ...drainOf(scenario), ...written(scenario) });
      if (!policy.ok) throw new Error(JSON.stringify(policy.faults));
      const replay = replayOf(policy.value, scenario, demand);
      if (!replay.ok) throw new Error(JSON.stringify(replay.faults));
      const { initial: _, ...play } = replay.value;
      return play;
    },
  };
}

/** The rule counts the drain of what it removes. In a queue, a drain has to be as long as the longest task, so the default stays. */
const drainOf = ({ kind, drain }: Scenario): Pick<PolicyDocument, 'behavior'> =>
  kind === 'queue' ? {} : { behavior: { in: { drain } } };

const TARGETS = [0.4, 0.5, 0.6, 0.7, 0.8];

function othersFor({ kind }: Mode): Entrant[] {
  const targets = (name: string, create: (scenario: Scenario, options: { target: number }) => Controller) =>
    TARGETS.map((target) => other(`${name} ${target}`, (scenario) => create(scenario, { target })));
  const both = [
    ...targets('HPA, CPU', hpa),
    ...targets('target tracking, CPU', targetTracking),
    ...targets('target tracking, CPU every 10 s', highResolution(targetTracking)),
    ...[0.3, 0.5, 0.7].map((threshold) =>
      other(`step scaling ${threshold}`, (scenario) => stepScaling(scenario, { threshold })),
    ),
  ];
  if (kind === 'interactive') {
    return [
      ...both,
      ...targets('HPA, requests', hpaOnRequests),
      ...targets('target tracking, requests', targetTrackingOnRequests),
      ...targets('target tracking, requests every 10 s', highResolution(targetTrackingOnRequests)),
      ...targets('predictive and target tracking', predictive),
      ...targets('predictive, forecast only, and target tracking', (scenario, options) =>
        predictive(scenario, { ...options, mode: 'ForecastOnly' }),
      ),
    ];
  }
  return [
    ...both,
    ...[0.5, 1, 1.5, 2, 3].map((perWorker) =>
      other(`KEDA, ${perWorker} tasks per worker`, (scenario) => keda(scenario as QueueScenario, { perWorker })),
    ),
    ...[30, 300].map((consolidateAfter) =>
      other(`Karpenter-like, idle ${consolidateAfter} s`, (scenario) => karpenter(scenario, { consolidateAfter })),
    ),
  ];
}

/** Target tracking on a high-resolution metric. */
const highResolution =
  (tracking: typeof targetTracking): typeof targetTracking =>
  (scenario, options) =>
    tracking(scenario, { ...options, ...HIGH_RESOLUTION });

const other = (name: string, create: (scenario: Scenario) => Controller): Entrant => ({
  name,
  isOurs: false,
  lost: 0,
  play: (scenario, demand) => ({ scenario, demand, bounds: BOUNDS, controller: create(scenario) }),
});
