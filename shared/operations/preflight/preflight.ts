import type { EvaluationDependencies } from '../../evaluation/index.ts';
import { blocked, type Check, isOfCaller, passed, ReasonedError, reasonOfError, warned } from '../../model/index.ts';
import { functionName, stackName } from '../../names/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Description } from '../../providers/index.ts';
import { type Readout, WorkerReadout } from '../../sources/index.ts';
import { because as becauseOperations } from '../reasons.ts';
import { bootstrapCheck, concurrencyCheck, deployedCheck, identityCheck } from './account.ts';
import { metricChecks, metricRequests, remedyOf } from './metrics.ts';
import type { AccountFacts, KindChecks } from './ports.ts';
import { because } from './reasons.ts';
import { sumChecks } from './sums.ts';

const BOOTSTRAP_STACK = 'CDKToolkit';

/** Checks the account of a stage. When AWS does not know who asks, nothing else is asked. */
export async function accountChecks(account: AccountFacts, stage: string): Promise<Check[]> {
  const identity = await account.identity();
  const first = identityCheck(identity);
  if (!('value' in identity)) return [first];
  const stack = stackName(stage);
  const [toolkit, status, hasFunction, concurrency] = await Promise.all([
    account.stackStatus(BOOTSTRAP_STACK),
    account.stackStatus(stack),
    account.hasFunction(functionName(stage, 'evaluate')),
    account.concurrency(),
  ]);
  const isDeployed = 'value' in hasFunction && hasFunction.value;
  return [
    first,
    bootstrapCheck(toolkit, isDeployed, identity.value),
    deployedCheck(stage, stack, hasFunction, status),
    concurrencyCheck(concurrency, isDeployed),
  ];
}

interface Reading extends Pick<EvaluationDependencies, 'providers' | 'sources' | 'clock'> {
  /** The kinds' own checks. */
  readonly checks: KindChecks;
}

/** Checks what one policy names: its provider by the provider's own checks, and its metrics. Changes nothing. */
export async function groupChecks(policy: Policy, dependencies: Reading): Promise<Check[]> {
  const description = described(policy, dependencies);
  const [ofProvider, ofMetrics] = await Promise.all([
    providerChecks(policy, description, dependencies),
    checksOfMetrics(policy, description, dependencies),
  ]);
  return [...ofProvider, ...ofMetrics];
}

type Described = Promise<Description | Error | undefined>;

/** The group as its provider describes it, or the error if it cannot. */
async function described(
  { group, provider }: Policy,
  { providers, clock }: Pick<Reading, 'providers' | 'clock'>,
): Described {
  if (!provider) return undefined;
  return providers
    .of(provider.kind)
    .describe([{ group, config: provider }], clock())
    .then((found) => found.get(group))
    .catch((error: Error) => error);
}

async function providerChecks(
  { group, provider, capacity }: Policy,
  describing: Described,
  { checks }: Pick<Reading, 'checks'>,
): Promise<Check[]> {
  if (!provider) return [];
  const own = await checks.provider(provider.kind, { group, config: provider, capacity });
  const description = await describing;
  if (description instanceof Error) {
    const cause = reasonOfError(description, (message) => becauseOperations['describe-failed']({ message }));
    const undescribed = because['preflight-undescribed']({ cause });
    // An error without a reason is AWS's. If it concerns the caller, the policy may be right, because functions have another role.
    return description instanceof ReasonedError && !isOfCaller(description)
      ? [...own, blocked(group, undescribed, because['remedy-provider']({}))]
      : [...own, warned(group, undescribed, remedyOf(description, because['remedy-describe']({})))];
  }
  // A note includes its remedy.
  const notes = (description?.notes ?? []).map(
    (cause): Check => ({ verdict: 'warning', group, reason: because['preflight-note']({ cause }), remedy: null }),
  );
  return [...own, passed(group, because['preflight-described']({})), ...notes];
}

/** Metrics of workers are read for those that there are. A group without workers has none to check. */
async function checksOfMetrics(
  policy: Policy,
  describing: Described,
  { sources, checks, clock }: Reading,
): Promise<Check[]> {
  const isOfWorkers = metricRequests(policy).some(({ workers }) => workers !== undefined);
  const description = isOfWorkers ? await describing : undefined;
  const listed = description === undefined || description instanceof Error ? [] : description.workers;
  const requests = metricRequests(
    policy,
    listed.map(({ id }) => id),
  );
  if (requests.length === 0) return [];
  const now = clock();
  const read = await sources.read(requests, now);
  const empty = requests.filter(({ key }) => isEmpty(read.get(key)));
  const known = empty.length > 0 ? await checks.known(empty) : new Map<string, boolean>();
  return [...metricChecks(policy, read, known, now), ...sumChecks(policy, read)];
}

const isEmpty = (answer: Readout | undefined): boolean =>
  answer instanceof WorkerReadout
    ? [...answer.workers.values()].every(({ length }) => length === 0)
    : Array.isArray(answer) && answer.length === 0;
