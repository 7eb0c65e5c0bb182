import type { Reason } from '../../model/index.ts';
import { TAG } from '../../names/index.ts';
import { workerOf as taggedWorker } from '../instances/seen-instance.ts';
import { isReadyBy, type ReportSettings, reportsOf, SILENT, silenceOf } from '../reports/index.ts';
import type { ManagedWorker } from '../worker.ts';

/** A worker as the user's code describes it. */
export interface DescribedWorker {
  readonly id: string;
  readonly state: 'pending' | 'ready' | 'unhealthy';
  /** ms since the epoch. */
  readonly launchedAt?: number | undefined;
  readonly zone?: string | undefined;
  readonly protected?: boolean | undefined;
  readonly busy?: boolean | undefined;
  readonly marks?: Readonly<Record<string, string>> | undefined;
}

/** Why a worker is unhealthy, in the words of its provider. */
export interface UnhealthyReasons {
  readonly reportedUnhealthy: () => Reason;
  readonly bootTimeout: (seconds: number) => Reason;
}

/** The id of a worker within its group. What precedes the last slash makes the whole id unique. */
export const ownIdIn = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** A worker as the code describes it, with the reports in its marks. `now`: ms since the epoch. */
export function workerOf(
  { id, group }: { readonly id: string; readonly group: string },
  described: DescribedWorker,
  settings: ReportSettings,
  reasons: UnhealthyReasons,
  now: number,
): ManagedWorker {
  const { state } = described;
  const zone = described.zone ?? '';
  const launchedAt = Math.min(described.launchedAt ?? now, now);
  const tagged = taggedOf(described);
  const reported = reportsOf(tagged.reported ?? SILENT, now);
  const isUp = state === 'ready';
  const isOverdue = state === 'pending' && now - launchedAt >= settings.bootTimeout * 1000;
  const unhealthy =
    (state === 'unhealthy' ? reasons.reportedUnhealthy() : null) ??
    (isOverdue ? reasons.bootTimeout(settings.bootTimeout) : null) ??
    silenceOf({ launchedAt, reported, isUp }, settings, now);
  return {
    id,
    group,
    launchedAt,
    zone,
    reported,
    unhealthy,
    drainingUntil: tagged.drainingUntil,
    ...flagsOf(described, tagged),
    drained: tagged.drained,
    serving: isUp && isReadyBy(settings, reported) && unhealthy === null,
    details: { lifecycle: state },
  };
}

const NO_MARKS = {};
/** Marks are kept as tags are. The user's code may write null for what it leaves out. */
const taggedOf = ({ id, marks }: DescribedWorker) =>
  taggedWorker({
    id,
    state: 'running',
    instanceType: '',
    zone: '',
    launchedAt: 0,
    lifecycle: '',
    tags: marks ?? NO_MARKS,
  });

/** Whether the worker must not be ended, and whether it is busy; undefined: unknown. */
export const flagsOf = (described: DescribedWorker, tagged = taggedOf(described)) => ({
  protected: described.protected === true || tagged.protected,
  busy: described.busy ?? tagged.busy,
});

/** The worker with this id of its own; null if it is not described. */
export function foundWorker(id: string, group: string, workers: readonly DescribedWorker[]) {
  const worker = workers.find((each) => each.id === ownIdIn(id));
  return worker ? { group, alive: true, draining: worker.marks?.[TAG.drainingUntil] !== undefined } : null;
}
