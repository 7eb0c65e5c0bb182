import type { Reason } from '../../model/index.ts';
import type { WorkerReports } from '../worker.ts';
import { because } from './because.ts';
import type { ReportSettings } from './fields.ts';

export interface Reporting {
  /** ms since the epoch. */
  readonly launchedAt: number;
  readonly reported: WorkerReports;
  /** Whether it runs. One that does not yet has nothing to report. */
  readonly isUp: boolean;
}

/** Whether a worker has reported that it is ready, if the policy waits for that. */
export const isReadyBy = ({ readiness }: Pick<ReportSettings, 'readiness'>, { ready }: WorkerReports): boolean =>
  readiness === undefined || ready;

/**
 * Why a worker is unhealthy by what it does not report. Before its first report, it has the time to boot. A time that
 * cannot be read is ignored.
 */
export function silenceOf(
  { launchedAt, reported, isUp }: Reporting,
  { readiness, heartbeat, bootTimeout }: ReportSettings,
  now: number,
): Reason | null {
  const isLate = readiness !== undefined && now - launchedAt >= readiness.within * 1000;
  if (isLate && !reported.ready) return because['not-ready-in-time']({ within: readiness.within });
  if (heartbeat === undefined || !isUp || reported.isAliveUnreadable) return null;
  const { aliveAt } = reported;
  const allowed = aliveAt === null ? Math.max(heartbeat, readiness?.within ?? bootTimeout) : heartbeat;
  const silent = (now - Math.max(aliveAt ?? 0, launchedAt)) / 1000;
  return silent < allowed ? null : because['no-heartbeat']({ silent: Math.floor(silent), heartbeat: allowed });
}
