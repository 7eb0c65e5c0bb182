import { liveOf, type Reason, rendererOf } from '../../model/index.ts';
import type { EvaluationRecords, GroupStates, OverflowRecords } from '../ports.ts';
import { workersLeft } from '../ports.ts';
import { becauseOfOverflow as because } from './because.ts';
import { type GroupAnswer, OVERFLOW_VERSION, type OverflowAnswer, type RunningWorkers } from './message.ts';
import { type ReadRequest, type Receiver, readMessage } from './read-message.ts';
import { overflowReasons } from './reasons.ts';

/** Evaluations write the same item: after a conflict, the request is stored with the newer state. */
const ATTEMPTS = 8;
/** Groups at a time, each with a read and a write. */
const AT_ONCE = 20;
/** A region that has asked for nothing for so long is forgotten. */
const FORGOTTEN_AFTER_MS = 86_400_000;

export interface ReceivingUse extends Receiver {
  readonly states: Pick<GroupStates, 'read'>;
  readonly overflow: Pick<OverflowRecords, 'noteRequested'>;
  readonly evaluations: Pick<EvaluationRecords, 'latest'>;
  readonly clock: () => number;
  /** Receives problems that do not fail the request. */
  readonly warn?: (message: string, cause: unknown) => void;
}

/**
 * Stores what another region asks of groups of this one, and answers how many workers each has. Repeated, late and
 * reordered messages change nothing. A group obeys a request as its policy allows: see shared/decision.
 */
export async function receiveOverflow(written: unknown, use: ReceivingUse): Promise<OverflowAnswer> {
  const message = readMessage(written, use, use.clock());
  if ('refused' in message) return { version: OVERFLOW_VERSION, answers: [], refused: refusal(message.refused) };
  const running = await runningIn(message.requests, use);
  const answerOf = async ({ group, request }: ReadRequest): Promise<GroupAnswer> => {
    const refused = 'refused' in request ? request.refused : await stored(group, message.from, request, use);
    return refused
      ? { group, accepted: false, ...refusal(refused) }
      : { group, accepted: true, running: running.get(group) ?? null };
  };
  const answers: GroupAnswer[] = [];
  // One after the other, 100 requests would take longer than the region that asks waits.
  for (let first = 0; first < message.requests.length; first += AT_ONCE) {
    const some = message.requests.slice(first, first + AT_ONCE);
    answers.push(...(await Promise.all(some.map(answerOf))));
  }
  return { version: OVERFLOW_VERSION, answers };
}

type Request = Exclude<ReadRequest['request'], { readonly refused: Reason }>;

/** Returns why a request is refused; null once it is stored, or if a newer one is. */
async function stored(
  group: string,
  from: string,
  request: Request,
  { states, overflow, clock }: ReceivingUse,
): Promise<Reason | null> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const state = (await states.read([group])).get(group);
    if (!state || state.policy.version === null || state.policy.deleting)
      return because['overflow-no-group']({ group });
    const now = clock();
    const { [from]: before, ...others } = state.requested;
    if (before && before.sentAt >= request.sentAt) return null;
    const kept = Object.entries(others).filter(([, { until }]) => until > now - FORGOTTEN_AFTER_MS);
    const wasActive = before !== undefined && before.until > now;
    const isNews = (wasActive ? before.workers : 0) !== request.workers;
    const requested = { ...Object.fromEntries(kept), [from]: request };
    if (await overflow.noteRequested(state, requested, now, isNews)) return null;
  }
  return because['overflow-conflict']({ group, attempts: ATTEMPTS });
}

/** Without it, the other region does not know how many workers there are. */
async function runningIn(
  requests: readonly ReadRequest[],
  { evaluations, clock, warn = () => {} }: ReceivingUse,
): Promise<ReadonlyMap<string, RunningWorkers>> {
  const groups = requests.flatMap(({ group, request }) => ('refused' in request ? [] : [group]));
  try {
    const latest = await evaluations.latest(groups, clock());
    return new Map(
      [...latest].flatMap(([group, record]) => {
        const workers = workersLeft(record);
        return workers ? [[group, { workers: liveOf(workers), ready: workers.ready }] as const] : [];
      }),
    );
  } catch (cause) {
    warn('the workers of groups are not known', cause);
    return new Map();
  }
}

const text = rendererOf([overflowReasons]);
const refusal = (reason: Reason) => ({ code: reason.code, text: text(reason) });
