import type { Reason } from '../../model/index.ts';
import type { Description, LaunchError, ProviderAdapter } from '../provider-adapter.ts';
import { awsCode, type Owner, type Plan, rejected, sizedAdapter } from '../sized/index.ts';
import { because } from './because.ts';
import { type DescribedFleet, orderedBy, unfit } from './described/fleet.ts';
import { notesOn, workersOf } from './described/workers.ts';
import { Ec2FleetError } from './errors.ts';
import type { Ec2FleetConfig } from './format/config.ts';
import type { Fleets } from './ports.ts';

/** Instances of an EC2 Fleet: it launches and replaces; its target, and which instances go, are decided here. */
export function ec2FleetAdapter(aws: Fleets): ProviderAdapter<Ec2FleetConfig, Plan> {
  /** What only informs must not keep a group from being described. */
  async function notesFor(fleet: DescribedFleet, now: number): Promise<Reason[]> {
    const lacking = orderedBy(fleet);
    const message = lacking > 0 && fleet.failing ? await aws.lastFailure(fleet.id, now).catch(() => null) : null;
    const failure = message === null ? [] : [because['fleet-cannot-launch']({ id: fleet.id, lacking, message })];
    return [...notesOn(fleet, now), ...failure];
  }

  async function described(owner: Owner<Ec2FleetConfig>, fleet: DescribedFleet, now: number) {
    const reason = unfit(fleet);
    if (reason !== null) return new Ec2FleetError(reason);
    const notes = await notesFor(fleet, now);
    return { workers: workersOf(owner, fleet, now), ended: [], ordered: orderedBy(fleet), notes, facts: fleet };
  }

  return sizedAdapter<Ec2FleetConfig>({
    nameOf: ({ id }) => id,

    async describe(owners, now) {
      const found = await aws.fleets(owners.map(({ id }) => id));
      const answers = owners.map(async (owner): Promise<[string, Description | Error]> => {
        const fleet = found.get(owner.id);
        const missing = () => new Ec2FleetError(because['fleet-not-found']({ id: owner.id }));
        return [owner.group, fleet ? await described(owner, fleet, now) : missing()];
      });
      return new Map(await Promise.all(answers));
    },

    namedTwice: (id, groups) => new Ec2FleetError(because['fleet-named-twice']({ id, groups })),
    raise: (plan) => aws.raise(plan),
    remove: (id, workers, evenBusy) => aws.remove(id, workers, evenBusy),
    mark: (workers, until) => aws.mark(workers, until),
    unmark: (workers) => aws.unmark(workers),
    markDrained: (worker) => aws.markDrained(worker),
    markReported: (worker, report, at) => aws.markReported(worker, report, at),
    find: (worker) => aws.find(worker),
    refusalIn,

    lacking: ({ name, from }, desired) => {
      const { message } = new Ec2FleetError(because['fleet-target-lowered']({ id: name, from, desired }));
      return rejected('TargetLowered', message);
    },
  });
}

/** Of no use to repeat: the fleet is gone, or AWS rejects the request itself. */
const FINAL = /^(fleet-not-found|fleet-not-active|fleet-not-maintained)$/;
const REJECTED =
  /^(InvalidParameter|InvalidTargetCapacitySpecification|InvalidFleetConfig|UnsupportedOperation|MaxFleet)/;

function refusalIn(error: unknown): LaunchError | null {
  if (error instanceof Ec2FleetError) {
    const { code } = error.reason;
    if (code === 'fleet-changing') return { ...rejected(code, error.message), retry: 'now' };
    return FINAL.test(code) ? rejected(code, error.message) : null;
  }
  const { code, message } = awsCode(error);
  return REJECTED.test(code) ? rejected(code, message) : null;
}
