import type { Reason } from '../../../model/index.ts';
import type { CallBudget } from '../../call-budget/index.ts';
import type { Admission, AdmitRequest, Drawn } from '../../provider-adapter.ts';
import { because } from '../because.ts';
import type { Ec2Bucket } from '../call-rates.ts';
import type { Ec2Launch, Ec2Launched } from '../ports.ts';
import { marketsOf } from '../ports.ts';
import { askedBy, cutTo } from './limits.ts';
import { partsOf } from './parts.ts';
import { isWeighted, lightestIn } from './weights.ts';

const INSTANCES: Ec2Bucket = 'launched-instances';

/** Draws the requests and the instances of a launch from the budget, and reduces the launch to what is granted. */
export async function admitLaunch(
  launch: Ec2Launch,
  limits: readonly Reason[],
  budget: CallBudget,
  { urgency, isPreview }: AdmitRequest,
  now: number,
): Promise<Admission<Ec2Launch>> {
  const draw = (kind: Ec2Bucket, count: number) =>
    isPreview ? budget.peek(kind, count, urgency, now) : budget.take(kind, count, urgency, now);
  const giveBack = async (kind: Ec2Bucket, count: number) => {
    if (!isPreview && count > 0) await budget.giveBack(kind, count);
  };
  const kind: Ec2Bucket = launch.by === 'run-instances' ? 'run-requests' : 'fleet-requests';
  const allowed = await draw(kind, requestsOf(launch));
  if (allowed === 0) {
    return { plan: null, count: 0, reasons: [...limits, because['request-budget']({})], drawn: null };
  }
  const fewer = inRequests(launch, allowed);
  const asked = askedBy(fewer);
  const lightest = lightestIn(fewer);
  const instances = instancesOf(fewer);
  const drawnInstances = await draw(INSTANCES, instances);
  const granted = Math.min(asked, drawnInstances * lightest);
  const plan = granted > 0 ? cutTo(fewer, granted) : null;
  const used = plan ? requestsOf(plan) : 0;
  await giveBack(kind, allowed - used);
  const drawn: Drawn | null =
    plan && !isPreview ? { kind: INSTANCES, count: drawnInstances, requests: { kind, count: used } } : null;
  const reasons = granted < asked ? [...limits, because['launch-budget']({ granted, asked })] : limits;
  return { plan, count: granted, reasons, drawn };
}

export async function giveBackDrawn({ kind, count, requests, also }: Drawn, budget: CallBudget): Promise<void> {
  await budget.giveBack(kind, count);
  if (also) await giveBackDrawn(also, budget);
  if (requests) await budget.giveBack(requests.kind, requests.count);
}

/** Gives back what a refused launch, or one of heavy workers, did not use. If this fails, the bucket refills by itself. */
export async function giveBackUnused(launch: Ec2Launch, launched: Ec2Launched, budget: CallBudget): Promise<void> {
  const unused = instancesOf(launch) - launched.launched.length;
  if (unused <= 0 || !(isWeighted(launch) || launched.errors.some(({ retry }) => retry !== undefined))) return;
  await budget.giveBack(INSTANCES, unused).catch(() => {});
}

/** The most instances that a launch takes: all of the lightest type. */
const instancesOf = (launch: Ec2Launch): number => Math.ceil(askedBy(launch) / lightestIn(launch));

/** How many requests a launch takes. Further requests, when a zone is short, are rare and not counted. */
const requestsOf = (launch: Ec2Launch): number =>
  launch.by === 'run-instances' || isWeighted(launch)
    ? partsOf(launch).reduce((sum, part) => sum + marketsOf(part).length, 0)
    : partsOf(launch).length;

/** If there are too few requests for all zones, one request covers them all. If one request must serve two markets, it launches on-demand. */
function inRequests(launch: Ec2Launch, allowed: number): Ec2Launch {
  if (requestsOf(launch) <= allowed) return launch;
  const { there: _, ...single } = launch;
  return requestsOf(single) <= allowed ? single : { ...single, spot: 0 };
}
