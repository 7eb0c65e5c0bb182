import { groupedBy, type Reason } from '../../model/index.ts';
import type { Overflow } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { WorkersContext } from '../observe/group-context.ts';
import type { EvaluationReport } from '../report.ts';
import { answersIn } from './answer.ts';
import { becauseOfOverflow as because } from './because.ts';
import { MOST_REQUESTS, OVERFLOW_VERSION, type OverflowMessage, type RunningWorkers } from './message.ts';
import { lastsFor, neededElsewhere } from './need.ts';

const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 15 * MINUTE_MS;

type Asking = Pick<EvaluationDependencies, 'overflow' | 'warn'>;

/** A group that asks another region, or asks it for nothing any more. */
interface Ask {
  readonly context: WorkersContext;
  readonly region: string;
  readonly workers: number;
  readonly before: Overflow | null;
}

/**
 * Sends what groups lack to other regions: one message for each region, once, when everything else is done. What becomes
 * of it is stored with the group, and the next evaluation reports it. Never throws.
 */
export async function askElsewhere(
  contexts: Iterable<WorkersContext>,
  reports: readonly EvaluationReport[],
  { overflow: use, warn = () => {} }: Asking,
): Promise<void> {
  if (!use) return;
  try {
    const asks = asksIn(contexts, new Map(reports.map((report) => [report.group, report])));
    const over = asks.filter(isOver);
    await Promise.all(over.map(({ context }) => use.noteAsked(context.policy.group, null)));
    const due = asks.filter((ask) => !isOver(ask) && isDue(ask));
    if (due.length === 0) return;
    const own = await use.own();
    await Promise.all(
      [...groupedBy(due, (ask) => ask.region)].map(([region, some]) => askRegion(region, some, own, use)),
    );
  } catch (cause) {
    warn('other regions could not be asked', cause);
  }
}

async function askRegion(
  region: string,
  asks: readonly Ask[],
  own: string,
  use: NonNullable<Asking['overflow']>,
): Promise<void> {
  let failed: Reason | null = region === own ? because['overflow-own-region']({ region }) : null;
  for (let first = 0; first < asks.length; first += MOST_REQUESTS) {
    const some = asks.slice(first, first + MOST_REQUESTS);
    // A region that does not answer must not delay the end of the function by each of its messages.
    const answered = failed ? { failed } : await use.send(region, messageOf(some, own, use.stage));
    if ('failed' in answered) failed = answered.failed;
    const answers = 'failed' in answered ? () => answered : resultsIn(region, answered.document);
    await Promise.all(
      some.map((ask) => use.noteAsked(ask.context.policy.group, after(ask, answers(ask.context.policy.group)))),
    );
  }
}

function asksIn(contexts: Iterable<WorkersContext>, reports: ReadonlyMap<string, EvaluationReport>): Ask[] {
  return [...contexts].flatMap((context): Ask[] => {
    const { policy, state } = context;
    const report = reports.get(policy.group);
    // An evaluation that lost against another one knows less than that one.
    if (report?.result !== 'held' && report?.result !== 'resized' && report?.result !== 'dry-run') return [];
    const { overflow } = policy;
    const before = state.overflow;
    if (!overflow) return before ? [{ context, region: before.region, workers: 0, before }] : [];
    const workers = neededElsewhere(context, report);
    // What was asked of an earlier region ends there by itself.
    const known = before?.region === overflow.region ? before : null;
    if (workers === 0 && before === null) return [];
    return [{ context, region: overflow.region, workers, before: known }];
  });
}

/** Nothing is needed, and nothing that was asked for is left. */
const isOver = ({ context, workers, before }: Ask): boolean =>
  workers === 0 && (before === null || before.until <= context.now || before.workers === 0);

/** At most once in each minute. A region that does not answer is asked less and less often. */
function isDue({ context: { now }, before }: Ask): boolean {
  if (before === null) return true;
  if (Math.floor(now / MINUTE_MS) <= Math.floor(before.at / MINUTE_MS)) return false;
  const { failing } = before;
  return !failing || now - before.at >= Math.min(LONGEST_WAIT_MS, before.at - failing.since);
}

const messageOf = (asks: readonly Ask[], own: string, stage: string): OverflowMessage => ({
  version: OVERFLOW_VERSION,
  stage,
  from: own,
  sentAt: new Date(Math.max(...asks.map(({ context }) => context.now))).toISOString(),
  requests: asks.map(({ context: { policy }, workers }) => ({ group: policy.group, workers, for: lastsFor(policy) })),
});

type Result = { readonly failed: Reason } | { readonly running: RunningWorkers | null };

function resultsIn(region: string, document: unknown): (group: string) => Result {
  const read = answersIn(document);
  return (group) => {
    const answer = read(group);
    if (answer.kind === 'accepted') return { running: answer.running };
    const { kind, ...rest } = answer;
    return {
      failed:
        'answer' in rest
          ? because['overflow-answer-invalid']({ region, ...rest })
          : because['overflow-refused']({ region, ...rest }),
    };
  };
}

/** What is stored of it. A request that did not arrive leaves the last one as it is: it ends in time. */
function after({ context: { now, policy }, region, workers, before }: Ask, result: Result): Overflow | null {
  if ('failed' in result) {
    const since = before?.failing?.since ?? now;
    return {
      region,
      at: now,
      workers: before?.workers ?? workers,
      until: before?.until ?? now,
      ...(before?.elsewhere && { elsewhere: before.elsewhere }),
      failing: { since, because: result.failed },
    };
  }
  if (workers === 0) return null;
  const { running } = result;
  return {
    region,
    at: now,
    workers,
    until: now + lastsFor(policy) * 1000,
    ...(running && { elsewhere: { at: now, ...running } }),
  };
}
