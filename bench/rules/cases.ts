import { isLearning, learningSeconds } from '../../shared/decision/index.ts';
import {
  type Observation,
  type Policy,
  type PolicyDocument,
  parsePolicy,
  type Worker,
} from '../../shared/policy/index.ts';
import { demandOfPattern } from '../../shared/simulation/index.ts';

const NOW = Date.UTC(2026, 0, 12, 12);
const STEP_MS = 60_000;
const DAY = 86_400;
const WORKERS = 50;

/** A group whose rule is measured. */
export interface RuleCase {
  readonly name: string;
  readonly policy: Policy;
  /** Length of `recorded`. */
  readonly days: number;
  /** The whole recorded metrics; `recent` returns the part that a decision reads. */
  readonly recorded: Observation['metrics'];
  readonly recent: (seconds: number) => Observation['metrics'];
  readonly workers: Worker[];
  readonly now: number;
}

const cloudwatch = (name: string) => ({
  cloudwatch: { namespace: 'Bench', name, statistic: 'Average' as const, period: 60 },
});
const BOUNDS = { group: 'bench', capacity: { min: 1, max: 400 }, warmup: 120 };

const requests = (rules: NonNullable<PolicyDocument['rules']>): PolicyDocument => ({
  ...BOUNDS,
  metrics: { requests: cloudwatch('Requests') },
  rules,
});

export const CASES: readonly RuleCase[] = [
  ruleCase('objective', requests([{ kind: 'objective', metric: 'requests', perWorker: 2 }]), 'flash'),
  ruleCase('deadline, SQS', {
    ...BOUNDS,
    metrics: { waiting: { sqs: { queue: 'jobs' } }, running: { sqs: { queue: 'jobs', count: 'inFlight' } } },
    rules: [{ kind: 'deadline', metric: 'waiting', running: 'running', taskSeconds: 45, startWithin: '5m' }],
  }),
  ruleCase('deadline, an hour', {
    ...BOUNDS,
    metrics: { waiting: cloudwatch('Waiting'), running: cloudwatch('Running') },
    rules: [{ kind: 'deadline', metric: 'waiting', running: 'running', taskSeconds: 600, startWithin: '1h' }],
  }),
  ruleCase('forecast', requests([{ kind: 'forecast', metric: 'requests', value: 2, per: 'worker' }]), 'diurnal'),
];

function ruleCase(name: string, document: PolicyDocument, pattern: 'jobs' | 'flash' | 'diurnal' = 'jobs'): RuleCase {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const policy = parsed.value;
  // The same length that an evaluation reads for a tuning.
  const days = Math.max(DAY, ...policy.rules.filter(isLearning).map(learningSeconds)) / DAY;
  const start = NOW - days * DAY * 1000 - STEP_MS;
  const demand = demandOfPattern(pattern, { start, days, stepSeconds: 60, peak: 100, seed: 3 });
  const recorded = Object.fromEntries(Object.keys(policy.metrics).map((metric) => [metric, demand]));
  return {
    name,
    policy,
    days,
    recorded,
    now: NOW,
    recent: (seconds) =>
      Object.fromEntries(
        Object.keys(recorded).map((metric) => [metric, demand.filter(({ at }) => at > NOW - seconds * 1000)]),
      ),
    workers: Array.from({ length: WORKERS }, (_, index) => ({
      id: `i-${index}`,
      state: index < WORKERS - 5 ? 'ready' : 'pending',
      launchedAt: NOW - (index < WORKERS - 5 ? 3_600_000 : 20_000 * (WORKERS - index)),
      protected: false,
      metrics: {},
    })),
  };
}
