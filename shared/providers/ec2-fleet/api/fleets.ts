import type { QueryCall } from '../../../aws/query/call.ts';
import { inChunks } from '../../../model/index.ts';
import { TAG } from '../../../names/index.ts';
import { codeOf, isTerminationRefused } from '../../instances/errors.ts';
import { findInstances } from '../../instances/found-instances.ts';
import { instanceTags } from '../../instances/instance-tags.ts';
import { onPresent } from '../../instances/present.ts';
import { type DescribeInstances, workerOf } from '../../instances/seen-instance.ts';
import { because } from '../because.ts';
import type { DescribedFleet } from '../described/fleet.ts';
import { Ec2FleetError, explained } from '../errors.ts';
import type { Fleets } from '../ports.ts';
import { describeFleets, describeMembers, type FleetHead } from './describe-fleets.ts';
import { lastFailure } from './last-failure.ts';
import { carryOut, type Pause, type Resizing, remove } from './resize.ts';

export interface FleetsContext {
  readonly call: QueryCall;
  readonly describe: DescribeInstances;
  readonly stage: string;
  readonly pause: Pause;
}

/** EC2 sets it on every instance that a fleet launches. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/tag-ec2-fleet.html */
const FLEET_TAG = 'aws:ec2:fleet-id';
const ALIVE: ReadonlySet<string> = new Set(['pending', 'running']);
/** Fleets at a time, each with one call for its instances. */
const AT_ONCE = 10;

export function fleets({ call, describe, stage, pause }: FleetsContext): Fleets {
  const find = findInstances(describe);

  /** Fleets with their instances. Those of an instant fleet cannot be listed, and none can be resized. */
  async function withMembers(heads: readonly FleetHead[]): Promise<DescribedFleet[]> {
    const members = new Map<string, Awaited<ReturnType<typeof describeMembers>>>();
    for (const some of inChunks(heads, AT_ONCE)) {
      const listed = some.map(async ({ id, type }) =>
        members.set(id, type === 'instant' ? [] : await describeMembers(call, id)),
      );
      await Promise.all(listed);
    }
    const instances = await find([...members.values()].flat().map(({ id }) => id));
    return heads.map((head) => {
      const of = members.get(head.id) ?? [];
      return { ...head, members: of.map((each) => ({ ...each, instance: instances.get(each.id) ?? null })) };
    });
  }

  async function head(id: string): Promise<FleetHead> {
    const fleet = (await describeFleets(call, [id])).get(id);
    if (fleet) return fleet;
    throw new Ec2FleetError(because['fleet-not-found']({ id }));
  }

  const aws: Resizing = {
    pause,
    head,

    now: async (id) => (await withMembers([await head(id)]))[0] as DescribedFleet,

    /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyFleet.html */
    async modify(id, { onDemand, spot }) {
      const parameters = {
        FleetId: id,
        ExcessCapacityTerminationPolicy: 'no-termination',
        'TargetCapacitySpecification.TotalTargetCapacity': String(onDemand + spot),
        'TargetCapacitySpecification.OnDemandTargetCapacity': String(onDemand),
        'TargetCapacitySpecification.SpotTargetCapacity': String(spot),
      };
      await explained(() => call('ModifyFleet', parameters), [id]);
    },

    async terminate(id, instances) {
      const present = async (some: readonly string[]) =>
        [...(await find(some)).values()].filter(({ state }) => state !== 'terminated').map((instance) => instance.id);
      const refused: string[] = [];
      const terminate = async (some: readonly string[]): Promise<void> => {
        try {
          await call(
            'TerminateInstances',
            Object.fromEntries(some.map((each, index) => [`InstanceId.${index + 1}`, each])),
          );
        } catch (error) {
          if (!isTerminationRefused(codeOf(error))) throw error;
          // EC2 terminates none in the zone of a protected one.
          if (some.length === 1) refused.push(...some);
          else for (const each of some) await terminate([each]);
        }
      };
      await explained(() => onPresent(instances, terminate, present), [id]);
      return refused;
    },
  };

  return {
    fleets: async (ids) => {
      const described = await withMembers([...(await describeFleets(call, ids)).values()]);
      return new Map(described.map((fleet) => [fleet.id, fleet]));
    },
    raise: (plan) => carryOut(aws, plan),
    remove: (id, workers, evenBusy) => remove(aws, id, workers, evenBusy),
    ...instanceTags(call, find, (tags) => tags[FLEET_TAG] !== undefined && tags[TAG.stage] !== undefined),
    lastFailure: (id, now) => lastFailure(call, id, now),

    async find(worker) {
      const instance = (await find([worker])).get(worker);
      const id = instance?.tags[FLEET_TAG];
      if (!instance || id === undefined || instance.tags[TAG.stage] !== stage) return null;
      // The fleet's own tags name the group.
      const { tags = {}, type = '' } = (await describeFleets(call, [id])).get(id) ?? {};
      const group = tags[TAG.group];
      if (type !== 'maintain' || tags[TAG.stage] !== stage || group === undefined) return null;
      const { drainingUntil } = workerOf(instance);
      return { group, alive: ALIVE.has(instance.state), draining: drainingUntil !== null };
    },
  };
}
