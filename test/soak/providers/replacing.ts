import { TAG } from '../../../shared/names/index.ts';
import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { autoScalingGroupAdapter } from '../../../shared/providers/auto-scaling-group/adapter.ts';
import { ec2FleetAdapter } from '../../../shared/providers/ec2-fleet/adapter.ts';
import { ecsServiceAdapter } from '../../../shared/providers/ecs-service/adapter.ts';
import type { providersFrom } from '../../../shared/providers/index.ts';
import { lambdaAdapter } from '../../../shared/providers/lambda/adapter.ts';
import { FakeFleets } from '../../fakes/ec2/fake-fleets.ts';
import { FakeAutoScaling, type FakeAutoScalingOptions } from '../../fakes/fake-auto-scaling.ts';
import { FakeEcs } from '../../fakes/fake-ecs.ts';
import { FakeFunctions } from '../../fakes/fake-functions.ts';
import { asking, calls, FUNCTION, idOf, ownIn } from '../../model/world/lambda-calls.ts';

/** Providers that launch workers until there are as many as desired, and replace those that are lost. */
export const REPLACING = ['auto-scaling-group', 'ec2-fleet', 'ecs-service', 'lambda'] as const;
export type Replacing = (typeof REPLACING)[number];
type Provider = NonNullable<PolicyDocument['provider']>;
export type Adapters = Parameters<typeof providersFrom>[0];
type Through = <Ports extends object>(ports: Ports) => Ports;

export interface ReplacingWorker {
  readonly id: string;
  readonly launchedAt: number;
  readonly isDraining: boolean;
}

const ONE_FLEET = 'fleet-00000000-0000-0000-0000-000000000000';
/** A group with this name has a fleet with its number. */
const fleetOf = (group: string): string => {
  const number = group.replace(/\D/g, '');
  return ONE_FLEET.slice(0, -number.length) + number;
};

/** What a policy says of its provider. */
export function providerOf(group: string, kind: Replacing): Provider {
  if (kind === 'auto-scaling-group') return { kind, name: group };
  if (kind === 'ec2-fleet') return { kind, id: fleetOf(group) };
  return kind === 'lambda' ? { kind, function: FUNCTION } : { kind, cluster: 'main', service: group };
}

export const isReplacing = (kind: string | undefined): kind is Replacing => REPLACING.some((each) => each === kind);

interface Use extends FakeAutoScalingOptions {
  /** The groups, each with the kind of its provider. */
  readonly kinds: ReadonlyMap<string, Replacing>;
}

/** The workers of all groups whose provider is one of these, in memory. They have the ids that evaluations know. */
export class ReplacingProviders {
  readonly kinds: ReadonlyMap<string, Replacing>;
  readonly #autoScaling: FakeAutoScaling;
  readonly #fleets: FakeFleets;
  readonly #ecs: FakeEcs;
  readonly #functions: FakeFunctions;
  readonly #calls: ReturnType<typeof calls>;
  readonly #used: ReadonlySet<Replacing>;

  constructor({ kinds, onLaunch = () => {}, onReplace = () => {}, ...options }: Use) {
    this.kinds = kinds;
    this.#used = new Set(kinds.values());
    const byFleet = new Map([...kinds.keys()].map((group) => [fleetOf(group), group]));
    const groupIn = (fleet: string) => byFleet.get(fleet) ?? fleet;
    this.#autoScaling = new FakeAutoScaling({ ...options, idPrefix: 'i-a', onLaunch, onReplace });
    this.#fleets = new FakeFleets({
      ...{ ...options, idPrefix: 'i-f' },
      onLaunch: (fleet, id) => onLaunch(groupIn(fleet), id),
      onReplace: (fleet, id) => onReplace(groupIn(fleet), id),
    });
    this.#ecs = new FakeEcs({ ...options, idPrefix: 'task-', onLaunch, onReplace });
    this.#functions = new FakeFunctions({
      ...{ ...options, idPrefix: 'vm-' },
      onLaunch: (group, own) => onLaunch(group, idOf(group, own)),
      onReplace: (group, own) => onReplace(group, idOf(group, own)),
    });
    this.#calls = calls(this.#functions);
    for (const [group, kind] of kinds) this.#membersOf(kind).create(holderOf(group, kind), { group });
  }

  /** The adapters of the kinds that the groups have, over ports that every call passes by `through`. */
  adapters(through: Through): Adapters {
    const used = this.#used;
    return {
      ...(used.has('auto-scaling-group') && {
        'auto-scaling-group': autoScalingGroupAdapter(through({ autoScaling: this.#autoScaling }).autoScaling),
      }),
      ...(used.has('ec2-fleet') && { 'ec2-fleet': ec2FleetAdapter(through({ fleets: this.#fleets }).fleets) }),
      ...(used.has('ecs-service') && { 'ecs-service': ecsServiceAdapter(through({ ecs: this.#ecs }).ecs) }),
      ...(used.has('lambda') && {
        lambda: lambdaAdapter(asking(through({ functions: this.#calls }).functions), 'dev'),
      }),
    };
  }

  alive(group: string): readonly ReplacingWorker[] {
    const kind = this.#kindOf(group);
    return this.#membersOf(kind)
      .alive(holderOf(group, kind))
      .map(({ id, launchedAt, tags }) => ({
        ...{ id: kind === 'lambda' ? idOf(group, id) : id, launchedAt },
        isDraining: tags[TAG.drainingUntil] !== undefined,
      }));
  }

  desired(group: string): number {
    const kind = this.#kindOf(group);
    return this.#membersOf(kind).desired(holderOf(group, kind));
  }

  /** Ends a worker from outside. The provider replaces it. */
  vanish(group: string, id: string): void {
    const kind = this.#kindOf(group);
    this.#membersOf(kind).vanish(holderOf(group, kind), ownOf(kind, id));
  }

  /** The provider finds a worker unhealthy, and replaces it. */
  sicken(group: string, id: string): void {
    const kind = this.#kindOf(group);
    this.#membersOf(kind).setHealthy(holderOf(group, kind), ownOf(kind, id), false);
  }

  /** Each provider can launch so many more for each group. */
  setRoom(room: number): void {
    for (const [group, kind] of this.kinds) this.#membersOf(kind).setRoom(holderOf(group, kind), room);
  }

  #kindOf(group: string): Replacing {
    const kind = this.kinds.get(group);
    if (!kind) throw new Error(`${group} has another provider`);
    return kind;
  }

  #membersOf(kind: Replacing): FakeAutoScaling {
    if (kind === 'auto-scaling-group') return this.#autoScaling;
    if (kind === 'ec2-fleet') return this.#fleets.instances;
    return kind === 'ecs-service' ? this.#ecs.tasks : this.#functions.workers;
  }
}

const holderOf = (group: string, kind: Replacing): string => (kind === 'ec2-fleet' ? fleetOf(group) : group);
const ownOf = (kind: Replacing, id: string): string => (kind === 'lambda' ? ownIn(id) : id);
