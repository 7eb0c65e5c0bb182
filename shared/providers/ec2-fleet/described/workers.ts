import type { Reason } from '../../../model/index.ts';
import { workerOf as taggedWorker } from '../../instances/seen-instance.ts';
import { isReadyBy, type ReportSettings, reportsOf, SILENT, silenceOf } from '../../reports/index.ts';
import type { ManagedWorker } from '../../worker.ts';
import { because } from '../because.ts';
import { capacityOf, type DescribedFleet, type FleetMember, hindrance, untaggedIn } from './fleet.ts';

/** The worker group whose policy names the fleet. */
export interface Owner extends ReportSettings {
  readonly group: string;
}

/** The workers of a fleet: its instances that start or run. One that EC2 does not show yet was launched a moment ago. */
export const workersOf = (owner: Owner, fleet: DescribedFleet, now: number): ManagedWorker[] =>
  capacityOf(fleet).map((member) => workerOf(owner, member, now));

function workerOf(owner: Owner, member: FleetMember, now: number): ManagedWorker {
  const { id, instance, instanceType } = member;
  const tagged = instance && taggedWorker(instance);
  const launchedAt = Math.min(tagged?.launchedAt ?? now, now);
  const reported = reportsOf(tagged?.reported ?? SILENT, now);
  const state = instance?.state ?? 'pending';
  const isUp = state === 'running';
  const isOverdue = state === 'pending' && now - launchedAt >= owner.bootTimeout * 1000;
  const unhealthy =
    unhealthyBecause(member, state) ??
    (isOverdue ? because['fleet-boot-timeout']({ seconds: owner.bootTimeout }) : null) ??
    silenceOf({ launchedAt, reported, isUp }, owner, now);
  return {
    id,
    group: owner.group,
    launchedAt,
    zone: instance?.zone ?? '',
    reported,
    unhealthy,
    drainingUntil: tagged?.drainingUntil ?? null,
    protected: tagged?.protected === true,
    busy: tagged?.busy ?? null,
    drained: tagged?.drained === true,
    serving: isUp && isReadyBy(owner, reported) && unhealthy === null,
    details: { instanceType, market: tagged?.market ?? 'on-demand', lifecycle: state },
  };
}

function unhealthyBecause({ healthy }: FleetMember, state: string): Reason | null {
  if (state === 'stopping' || state === 'stopped') return because['fleet-worker-stopped']({});
  return healthy ? null : because['fleet-worker-unhealthy']({});
}

/** What keeps a fleet from being resized. */
export function notesOn(fleet: DescribedFleet, now: number): Reason[] {
  const { id, validUntil } = fleet;
  const hindered = hindrance(fleet);
  const untagged = untaggedIn(fleet);
  return [
    ...(hindered === null ? [] : [hindered]),
    ...(validUntil !== null && now >= validUntil ? [because['fleet-expired']({ id })] : []),
    ...(untagged > 0 ? [because['fleet-workers-untagged']({ id, workers: untagged })] : []),
  ];
}
