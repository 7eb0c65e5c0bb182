import { CreateFleetCommand, CreateLaunchTemplateCommand, type EC2Client } from '@aws-sdk/client-ec2';
import type { LocalEc2, ShownInstance } from '../../../local/ec2/index.ts';
import { TAG } from '../../../shared/names/names.ts';
import { fleetOf, GROUPS, type GroupName, LAUNCH_TEMPLATE, STAGE } from '../groups.ts';
import { GROUP_NAME_TAG } from '../invariants/index.ts';

/** In the run's time. */
export const DELAYS = { reaction: 10_000, modifying: 5_000, retry: 30_000 };
const FIRST_INSTANCES_SECONDS = 300;
const NOT_OURS = 'production-web';
/** EC2 sets it on each instance of a fleet. */
const OF_FLEET = 'aws:ec2:fleet-id';

/** The EC2 Fleets of a run, which their owner creates. These calls do not pass the proxy. */
export class ChaosFleets {
  readonly #ec2: LocalEc2;
  readonly #nameById = new Map<string, string>();
  /** Instances that no evaluation may end: a protected one of each fleet, and all of a fleet of another stage. */
  readonly bystanders = new Set<string>();

  constructor(ec2: LocalEc2) {
    this.#ec2 = ec2;
  }

  async create(subnets: readonly string[], client: EC2Client, moveOn: (seconds: number) => void): Promise<void> {
    const ours = GROUPS.flatMap((group) => {
      const name = fleetOf(group);
      return name === null ? [] : [{ name, group, stage: STAGE, spot: group.startsWith('queue') }];
    });
    for (const each of [...ours, { name: NOT_OURS, group: 'web', stage: 'production', spot: false }]) {
      this.#nameById.set(await created(client, subnets, each), each.name);
    }
    moveOn(FIRST_INSTANCES_SECONDS);
    for (const { id, tags } of this.#ec2.everything()) {
      if (!this.#nameById.has(tags.get(OF_FLEET) ?? '')) continue;
      this.bystanders.add(id);
      this.#ec2.createTags([id], [{ key: TAG.protected, value: 'true' }]);
    }
  }

  idOf(group: GroupName): string {
    const name = fleetOf(group);
    return [...this.#nameById].find(([, each]) => each === name)?.[0] ?? '';
  }

  /** What the fleet keeps: its target, and what it has beyond that. */
  held(name: string): number {
    const fleet = this.#ec2.fleets().find(({ id }) => this.#nameById.get(id) === name);
    if (!fleet) throw new Error(`There is no fleet '${name}'.`);
    return (['on-demand', 'spot'] as const).reduce((sum, market) => {
      const alive = [...fleet.members].filter(
        ([id, member]) => member.market === market && this.#ec2.find(id)?.endedAt === null,
      );
      return sum + Math.max(fleet.target[market], alive.length);
    }, 0);
  }

  /** An instance with the name of its fleet as a tag; every other instance as it is. */
  readonly named = (instance: ShownInstance): ShownInstance => {
    const name = this.#nameById.get(instance.tags.get(OF_FLEET) ?? '');
    return name === undefined ? instance : { ...instance, tags: new Map([...instance.tags, [GROUP_NAME_TAG, name]]) };
  };
}

interface Made {
  readonly name: string;
  readonly group: string;
  readonly stage: string;
  readonly spot: boolean;
}

/** Returns the fleet's id. */
async function created(client: EC2Client, subnets: readonly string[], { name, group, stage, spot }: Made) {
  const LaunchTemplateName = `${LAUNCH_TEMPLATE}-${name}`;
  const ofStage = { Key: TAG.stage, Value: stage };
  await client.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName,
      LaunchTemplateData: {
        ...{ ImageId: 'ami-0123456789abcdef0', InstanceType: 'c7g.large' },
        TagSpecifications: [{ ResourceType: 'instance', Tags: [ofStage] }],
      },
    }),
  );
  const { FleetId = '' } = await client.send(
    new CreateFleetCommand({
      Type: 'maintain',
      TagSpecifications: [{ ResourceType: 'fleet', Tags: [ofStage, { Key: TAG.group, Value: group }] }],
      LaunchTemplateConfigs: [
        {
          LaunchTemplateSpecification: { LaunchTemplateName, Version: '$Latest' },
          Overrides: subnets.map((SubnetId) => ({ SubnetId })),
        },
      ],
      TargetCapacitySpecification: {
        ...{ TotalTargetCapacity: 1, OnDemandTargetCapacity: 1, SpotTargetCapacity: 0 },
        DefaultTargetCapacityType: spot ? 'spot' : 'on-demand',
      },
    }),
  );
  return FleetId;
}
