import { type Reason, unitsOf } from '../../../model/index.ts';
import type { CallBudget } from '../../call-budget/index.ts';
import type { Admission, AdmitRequest, Drawn, Launched } from '../../provider-adapter.ts';
import { because } from '../because.ts';
import { admitLaunch, giveBackUnused } from '../launching/budget.ts';
import { launchedNow } from '../launching/launched.ts';
import { askedBy, withinRoom } from '../launching/limits.ts';
import type { Ec2Launch, LaunchRooms, PoolStart, Resizer, WarmInstances } from '../ports.ts';

/** Draws the starts of a plan, and then what launches the rest. Members that are not granted stay in the pool. */
export async function admitStarts(
  wanted: Ec2Launch,
  { rooms, budget }: { readonly rooms: LaunchRooms; readonly budget: CallBudget },
  request: AdmitRequest,
  now: number,
): Promise<Admission<Ec2Launch>> {
  const { starts = [], ...rest } = wanted;
  const granted = await grantedStarts(starts, budget, request, now);
  const reasons: Reason[] =
    granted.starts.length < starts.length
      ? [because['start-budget']({ granted: granted.starts.length, asked: starts.length })]
      : [];
  const launch = askedBy(rest) > 0 ? await admitRest(rest, { rooms, budget }, request, now) : null;
  const { plan = null, count = 0, drawn = null } = launch ?? {};
  const all = [...reasons, ...(launch?.reasons ?? [])];
  const both = granted.drawn && drawn ? { ...granted.drawn, also: drawn } : (granted.drawn ?? drawn);
  if (granted.starts.length === 0) return { plan, count, reasons: all, drawn: both };
  const nothing = { ...rest, onDemand: 0, spot: 0 };
  return {
    plan: { ...(plan ?? nothing), starts: granted.starts },
    count: count + unitsOf(granted.starts),
    reasons: all,
    drawn: both,
  };
}

async function admitRest(
  rest: Ec2Launch,
  { rooms, budget }: { readonly rooms: LaunchRooms; readonly budget: CallBudget },
  request: AdmitRequest,
  now: number,
): Promise<Admission<Ec2Launch>> {
  const { launch, reason } = withinRoom(rest, await rooms.of(rest.pools));
  const limits = reason ? [reason] : [];
  if (!launch) return { plan: null, count: 0, reasons: limits, drawn: null };
  return admitLaunch(launch, limits, budget, request, now);
}

/** One call for each type and subnet: a start that is short of capacity fails the whole call. */
async function grantedStarts(
  starts: readonly PoolStart[],
  budget: CallBudget,
  { urgency, isPreview }: AdmitRequest,
  now: number,
): Promise<{ readonly starts: readonly PoolStart[]; readonly drawn: Drawn | null }> {
  const draw = (kind: string, count: number) =>
    isPreview ? budget.peek(kind, count, urgency, now) : budget.take(kind, count, urgency, now);
  const pools = [...new Set(starts.map(poolOf))];
  const calls = await draw('start-calls', pools.length);
  const mayStart = new Set(pools.slice(0, calls));
  const within = starts.filter((each) => mayStart.has(poolOf(each)));
  const count = within.length > 0 ? await draw('started-instances', within.length) : 0;
  const granted = within.slice(0, count);
  const drawn = { kind: 'started-instances', count, requests: { kind: 'start-calls', count: calls } };
  return { starts: granted, drawn: isPreview || calls + count === 0 ? null : drawn };
}

export const poolOf = ({ instanceType, subnet }: PoolStart): string => `${instanceType}/${subnet}`;

/** No call takes longer, unless the process was paused. */
const LONGEST_START_SECONDS = 300;

/**
 * Starts the members of a plan, then launches the rest. Both may be repeated. What could not be started is left to a later
 * activity: a launch in its place would need other parameters than a repeated call.
 */
export async function startAndLaunch(
  { group, activity }: { readonly group: string; readonly activity: string },
  launch: Ec2Launch,
  {
    resizer,
    warm: pool,
    budget,
    clock,
  }: {
    readonly resizer: Resizer;
    readonly warm: WarmInstances;
    readonly budget: CallBudget;
    readonly clock: () => number;
  },
): Promise<Launched> {
  const { starts = [], ...rest } = launch;
  const begunAt = clock();
  const started = launchedNow(await pool.startMembers(group, activity, starts), launch);
  const warm = started.launched.map((worker) => ({ ...worker, warm: true as const }));
  if (askedBy(rest) === 0) return { ...started, launched: warm };
  // After a pause, another evaluation may have launched the rest, and EC2 may have forgotten its token.
  if (clock() - begunAt >= LONGEST_START_SECONDS * 1000) throw new Error('paused too long after members were started');
  const answer = await resizer.launch(group, activity, rest);
  await giveBackUnused(rest, answer, budget);
  const launched = launchedNow(answer, rest);
  return {
    launched: [...warm, ...launched.launched],
    ordered: 0,
    errors: [...started.errors, ...launched.errors],
  };
}
