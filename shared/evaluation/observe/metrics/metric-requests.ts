import { historySeconds } from '../../../decision/index.ts';
import { deniedAction, isDenied, type PermissionData, type Reason } from '../../../model/index.ts';
import { metricSource, type Policy, settlesIn } from '../../../policy/index.ts';
import { answerIn, ReadFailure, type Readouts, type SourceRequest, WorkerReadout } from '../../../sources/index.ts';
import { because } from '../../because.ts';

/** Identifies a metric across groups, so that many groups share a call. */
export const requestKey = (group: string, metric: string): string => `${group}/${metric}`;

/** What a decision needs of a policy's sources. */
interface Requests {
  /** Metrics that are read, as far back as the policy needs, and that need no workers. */
  readonly ofGroup: readonly SourceRequest[];
  /** Metrics of each worker, for which workers are still to be named. */
  readonly ofWorkers: readonly SourceRequest[];
}

/** They follow from the policy alone, and a version of a policy never changes. */
const requests = new WeakMap<Policy, Requests>();

function preparedFor(policy: Policy): Requests {
  const known = requests.get(policy);
  if (known) return known;
  const names = Object.keys(policy.metrics);
  const seconds = historySeconds(policy);
  const of = (isOfWorkers: boolean) =>
    requestsFor(
      policy,
      names.filter((name) => isOfEachWorker(name, policy) === isOfWorkers),
      seconds,
    );
  const prepared = { ofGroup: of(false), ofWorkers: of(true) };
  requests.set(policy, prepared);
  return prepared;
}

export const requestsOf = (policy: Policy): readonly SourceRequest[] => preparedFor(policy).ofGroup;

/** Without workers there is nothing to read. */
export function workerRequestsOf(policy: Policy, workers: readonly string[]): SourceRequest[] {
  if (workers.length === 0) return [];
  return preparedFor(policy).ofWorkers.map((request) => ({ ...request, workers }));
}

/** The metrics of a policy whose source could not be read, or not as far back as a rule looks, and why. */
export function unreadMetrics(policy: Policy, read: Readouts): Reason[] {
  return Object.keys(policy.metrics).flatMap((metric): Reason[] => {
    const answer = read.get(requestKey(policy.group, metric));
    const source = metricSource(metric, policy.metrics);
    if (!source) return [];
    const of = { metric, source: source.kind };
    if (answer instanceof WorkerReadout && answer.cutAt !== null) {
      return [because['source-cut']({ ...of, since: new Date(answer.cutAt).toISOString() })];
    }
    if (!(answer instanceof ReadFailure)) return [];
    const { code: error, reason: cause } = answer;
    if (cause) return [because['source-failed']({ ...of, cause })];
    return [because['source-unavailable']({ ...of, error, ...answered(answer, source.module.permissions) })];
  });
}

/** Whether a note of an evaluation is one of {@link unreadMetrics}. */
export const isOfSource = ({ code }: Reason): boolean => code.startsWith('source-');

/** What the source answered, and the permissions to allow if it denied the call. */
function answered(
  failure: ReadFailure,
  permissions: readonly PermissionData[],
): { readonly message?: string; readonly lacks?: readonly string[] } {
  const message = answerIn(failure);
  const actions = permissions.flatMap((permission) => permission.actions);
  const lacks = isDenied(failure.code) ? (namedIn(message ?? '', actions) ?? actions) : [];
  return {
    ...(message !== undefined && { message }),
    ...(lacks.length > 0 && { lacks }),
  };
}

/** The action that a denial names, as IAM writes it. */
function namedIn(message: string, actions: readonly string[]): readonly string[] | null {
  const named = deniedAction(message);
  if (named === undefined) return null;
  return [actions.find((action) => action.toLowerCase() === named.toLowerCase()) ?? named];
}

/** The requests for the history of some metrics. Omits metrics whose source has no history. */
export const pastRequestsOf = (policy: Policy, names: readonly string[], seconds: number): SourceRequest[] =>
  requestsFor(
    policy,
    names.filter((name) => !isPresentOnly(name, policy) && !isOfEachWorker(name, policy)),
    seconds,
  ).map((request) => ({ ...request, seconds: seconds + settling(request, policy) }));

/** The newest values that are left out until they are complete must not shorten the history. */
const settling = ({ key }: SourceRequest, policy: Policy): number =>
  Math.max(
    0,
    ...Object.entries(policy.metrics).map(([name, each]) =>
      requestKey(policy.group, name) === key ? settlesIn(each) : 0,
    ),
  );

function requestsFor(policy: Policy, names: readonly string[], seconds: number): SourceRequest[] {
  return names.flatMap((name) => {
    const source = metricSource(name, policy.metrics);
    if (!source?.module.isRead) return [];
    const { kind, config } = source;
    return [{ key: requestKey(policy.group, name), group: policy.group, metric: name, kind, config, seconds }];
  });
}

export const isPresentOnly = (name: string, { metrics }: Policy): boolean =>
  (metricSource(name, metrics)?.module.presentOnly ?? null) !== null;

const isOfEachWorker = (name: string, { metrics }: Policy): boolean =>
  metricSource(name, metrics)?.eachWorker === 'always';
