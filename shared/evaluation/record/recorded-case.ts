import type { Decision } from '../../decision/index.ts';
import type { Observation, ObservationDocument, Policy } from '../../policy/index.ts';
import { moduleFor } from '../../providers/index.ts';

/** A decision with its input, as JSON. `headcount decide --cases` reads it. */
export interface RecordedCase {
  /** The group and the time of its evaluation, which is `at` of the report and `startedAt` of the activity. */
  readonly id: string;
  /** With all defaults, so that later changes of the defaults do not affect it. */
  readonly policy: Policy;
  readonly observation: ObservationDocument;
  readonly decision: Decision;
}

interface Decided {
  readonly policy: Policy;
  readonly observation: Observation;
  readonly decision: Decision;
  /** ms since the epoch. */
  readonly now: number;
}

export const recordedCase = ({ policy, observation, decision, now }: Decided): RecordedCase => ({
  id: `${policy.group} ${timeOf(now)}`,
  policy: readable(policy),
  observation: writtenObservation(observation),
  decision,
});

/** Without what a rollout adds to the provider for launches, which no policy states and no decision reads. */
function readable(policy: Policy): Policy {
  const { provider } = policy;
  const asWritten = provider && moduleFor(provider).asWritten;
  return asWritten ? { ...policy, provider: asWritten(provider) as typeof provider } : policy;
}

/** The observation in the format that `parseObservation` reads. */
export function writtenObservation({
  now,
  workers,
  metrics,
  history,
  manual,
  overflow,
  ...rest
}: Observation): ObservationDocument {
  const { proposals, changes, serving, lastOutAt, lastInAt, ruleFiredAt, tuned, ...more } = history;
  return {
    ...rest,
    now: timeOf(now),
    ...(manual && {
      manual: {
        pauses: manual.pauses.map(ending),
        ...(manual.scale && { scale: ended(manual.scale) }),
      },
    }),
    ...(overflow && {
      overflow: {
        ...(overflow.requested && { requested: overflow.requested.map(ended) }),
        ...(overflow.asked && { asked: ended(overflow.asked) }),
      },
    }),
    workers: Array.isArray(workers)
      ? workers.map(({ launchedAt, idleSince, measuredUntil, ...worker }) => ({
          ...worker,
          launchedAt: timeIf(launchedAt),
          idleSince: timeIf(idleSince),
          measuredUntil: timeIf(measuredUntil),
        }))
      : workers,
    metrics: valuesOf(metrics, (points) => points?.map(timed) ?? null),
    history: {
      ...more,
      proposals: proposals.map(timed),
      changes: changes.map(timed),
      ...(serving && { serving: serving.map(timed) }),
      lastOutAt: timeIf(lastOutAt),
      lastInAt: timeIf(lastInAt),
      ruleFiredAt: valuesOf(ruleFiredAt, timeOf),
      tuned: valuesOf(tuned, timed),
    },
  };
}

const timeOf = (at: number): string => new Date(at).toISOString();
const timeIf = (at: number | undefined): string | undefined => (at === undefined ? undefined : timeOf(at));
const ending = <Ending extends { readonly until?: number | undefined }>({ until, ...each }: Ending) => ({
  ...each,
  until: timeIf(until),
});
const ended = <Ending extends { readonly until: number }>({ until, ...each }: Ending) => ({
  ...each,
  until: timeOf(until),
});
const timed = <Point extends { readonly at: number }>(point: Point) => ({ ...point, at: timeOf(point.at) });

const valuesOf = <Value, Written>(
  record: Readonly<Record<string, Value>>,
  written: (value: Value) => Written,
): Record<string, Written> => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, written(value)]));
