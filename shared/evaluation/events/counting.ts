import {
  type Counters,
  counted,
  type GroupState,
  type Proposal,
  type StateChange,
  withDurations,
  withReadyTimes,
} from '../../state/index.ts';
import { type Activity, launchedBy, terminatedBy } from '../model.ts';
import type { WorkersContext } from '../observe/group-context.ts';

/** The counters after an activity was settled. `before`: the activity as it was claimed. */
export function countedIn(
  counters: Counters,
  before: Activity,
  { status, intent, outcome, notes }: Activity,
): Counters {
  const isFinal = status === 'done' || status === 'partial' || status === 'failed';
  const errors = outcome?.kind === 'launch' ? outcome.errors : [];
  const gone = terminatedBy(outcome) - terminatedBy(before.outcome);
  const isReplacement = notes.some(({ code }) => code === 'unhealthy-replaced');
  const isRenewal = notes.some(({ code }) => code === 'workers-renewed');
  return {
    ...counters,
    activities: isFinal ? counted(counters.activities, `${intent.kind} ${status}`) : counters.activities,
    launchFailures: errors.reduce((counts, { code }) => counted(counts, code), counters.launchFailures),
    launched: counters.launched + launchedBy(outcome),
    terminated: counters.terminated + gone,
    replaced: counters.replaced + (isReplacement ? gone : 0),
    ...(isRenewal && { renewed: (counters.renewed ?? 0) + gone }),
  };
}

/** Counts how long the workers took that are ready for the first time. Stored with the mark that they were. */
export function readyChange({ state: { counters }, launches, now }: WorkersContext): Pick<StateChange, 'counters'> {
  const { firstReady } = launches;
  if (firstReady.length === 0) return {};
  const since = (at: number): number => Math.max(0, now - at) / 1000;
  const asked = firstReady.flatMap(({ askedAt }) => (askedAt === undefined ? [] : since(askedAt)));
  return {
    counters: {
      launchToReady: withDurations(
        counters.launchToReady,
        firstReady.map(({ at }) => since(at)),
      ),
      breachToReady: withDurations(counters.breachToReady, asked),
      readyTimes: withReadyTimes(
        counters.readyTimes,
        firstReady.map(({ at, type, warm }) => ({ seconds: since(at), type, start: warm ? 'warm' : 'cold' })),
      ),
    },
  };
}

/** Since when the rules have asked for more than the group had, for an activity that grows it. */
export function askedSince(
  { decision, startedAt }: Activity,
  { decision: { proposals } }: GroupState,
): number | undefined {
  if (decision.direction !== 'out') return undefined;
  const isMore = ({ value }: Proposal) => value > decision.current;
  const last = proposals.findLastIndex((run) => !isMore(run));
  return proposals[last + 1]?.at ?? startedAt;
}
