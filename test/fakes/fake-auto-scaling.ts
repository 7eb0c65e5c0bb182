import type { Reason } from '../../shared/model/index.ts';
import { type Report, TAG, tagsOfReport, type UnreadableReport } from '../../shared/names/index.ts';
import { because } from '../../shared/providers/auto-scaling-group/because.ts';
import type { DescribedGroup } from '../../shared/providers/auto-scaling-group/index.ts';
import type { AutoScaling, Removal } from '../../shared/providers/auto-scaling-group/ports.ts';
import type { FoundWorker } from '../../shared/providers/index.ts';
import type { SeenInstance } from '../../shared/providers/instances/seen-instance.ts';
import { Calls } from './calls.ts';
import { FakeTemplates } from './ec2/fake-templates.ts';

export interface FakeAutoScalingOptions {
  /** ms since the epoch. */
  readonly clock: () => number;
  /** ms until the group launches what it lacks, and until a launched instance is in service. */
  readonly reaction?: number;
  readonly pendingFor?: number;
  /** With which the ids of launched instances begin. */
  readonly idPrefix?: string;
  /** Get every instance that the group launches, or ends because it is unhealthy. */
  readonly onLaunch?: (name: string, id: string) => void;
  readonly onReplace?: (name: string, id: string) => void;
}

interface Member {
  readonly id: string;
  readonly launchedAt: number;
  readonly zone: string;
  readonly protected: boolean;
  readonly healthy: boolean;
  /** Of the group's launch template. */
  readonly version: string;
  readonly standby?: true;
  readonly tags: Readonly<Record<string, string>>;
}

interface Group {
  readonly name: string;
  /** The worker group that its tags name. */
  readonly group: string;
  min: number;
  readonly max: number;
  /** What its minimum is raised to just before the next removal. */
  lateMin?: number;
  desired: number;
  /** Of its launch template, which later launches use. */
  version: string;
  readonly members: Map<string, Member>;
  /** Names of its own scaling policies. */
  policies: readonly string[];
  /** How many more AWS has for it. */
  room: number;
  /** Since when it has something to launch or to replace. */
  changingSince: number | null;
}

/**
 * Auto Scaling groups in memory: each goes on launching until it has what it wants, and replaces what is lost. `calls`
 * counts by method and can be told to fail.
 */
export class FakeAutoScaling implements AutoScaling {
  readonly calls = new Calls();
  readonly templates = new FakeTemplates();
  readonly #options: Required<FakeAutoScalingOptions>;
  readonly #groups = new Map<string, Group>();
  #launches = 0;

  constructor(options: FakeAutoScalingOptions) {
    this.#options = { reaction: 0, pendingFor: 0, idPrefix: 'i-', onLaunch: () => {}, onReplace: () => {}, ...options };
  }

  create(name: string, { group, min = 0, max = 100 }: { group: string; min?: number; max?: number }): void {
    const room = Number.POSITIVE_INFINITY;
    const nothing = { desired: 0, version: '1', members: new Map(), policies: [], changingSince: null };
    this.#groups.set(name, { name, group, min, max, room, ...nothing });
  }

  /** A member that is in service already, with its capacity. */
  add(name: string, { id = this.#newId(), zone = 'zone-a' }: { id?: string; zone?: string } = {}): string {
    const group = this.#group(name);
    group.desired += 1;
    group.members.set(id, {
      id,
      zone,
      launchedAt: this.#options.clock() - 86_400_000,
      protected: false,
      healthy: true,
      version: group.version,
      tags: {},
    });
    return id;
  }

  /** Ends a member from outside: the group replaces it. */
  vanish(name: string, id: string): void {
    this.#group(name).members.delete(id);
  }

  /** How many more the group can launch. */
  setRoom(name: string, room: number): void {
    this.#group(name).room = room;
  }

  /** Has the group launch from another version of its template. */
  setVersion(name: string, version: string): void {
    this.#group(name).version = version;
  }

  /** Gives the group scaling policies of its own. */
  setPolicies(name: string, policies: readonly string[]): void {
    this.#group(name).policies = policies;
  }

  /** Raises the group's minimum just before the next removal: after the group was described. */
  raiseMinLate(name: string, min: number): void {
    this.#group(name).lateMin = min;
  }

  /** Finds a member, if it is there, unhealthy or healthy; the group replaces one that is not. */
  setHealthy(name: string, id: string, on: boolean): void {
    if (this.#group(name).members.has(id)) this.#change(name, id, { healthy: on });
  }

  /** Somebody takes a member out of service, with its capacity. */
  enterStandby(name: string, id: string): void {
    this.#change(name, id, { standby: true });
    this.#group(name).desired -= 1;
  }

  setProtected(name: string, id: string, on = true): void {
    this.#change(name, id, { protected: on });
  }

  setTag(name: string, id: string, tag: string, value: string | null): void {
    const member = this.#group(name).members.get(id);
    if (!member) throw new Error(`${name} has no member ${id}`);
    const { [tag]: _, ...others } = member.tags;
    this.#change(name, id, { tags: value === null ? others : { ...others, [tag]: value } });
  }

  desired = (name: string): number => this.#group(name).desired;

  /** All members, in service or not. */
  alive(name: string): readonly Member[] {
    this.#react();
    return [...this.#group(name).members.values()];
  }

  async groups(names: readonly string[]): Promise<ReadonlyMap<string, DescribedGroup>> {
    await this.calls.enter('groups');
    this.#react();
    return new Map(
      names.flatMap((name) => {
        const group = this.#groups.get(name);
        return group ? [[name, this.#described(group)] as const] : [];
      }),
    );
  }

  async membersOf(names: readonly string[]): Promise<ReadonlyMap<string, SeenInstance>> {
    await this.calls.enter('membersOf');
    const members = names.flatMap((name) => [...(this.#groups.get(name)?.members.values() ?? [])]);
    return new Map(members.map((member) => [member.id, this.#seen(member)]));
  }

  async raise(plan: Parameters<AutoScaling['raise']>[0]): Promise<DescribedGroup> {
    await this.calls.enter('raise');
    const group = this.#group(plan.name);
    if (plan.template) group.version = plan.template.version;
    if (group.desired >= plan.from) group.desired = Math.max(group.desired, Math.min(plan.target, group.max));
    return this.#described(group);
  }

  async useTemplate({ name }: DescribedGroup, { version }: { readonly version: string }): Promise<void> {
    await this.calls.enter('useTemplate');
    this.setVersion(name, version);
  }

  async remove(name: string, ids: readonly string[], evenBusy: boolean): Promise<Removal> {
    await this.calls.enter('remove');
    const group = this.#group(name);
    group.min = group.lateMin ?? group.min;
    const gone: string[] = [];
    for (const id of ids) {
      const member = group.members.get(id);
      if (!member) gone.push(id);
      else if (!this.#isProtected(member) && (evenBusy || member.tags[TAG.busy] !== 'true')) {
        if (group.desired <= group.min) {
          const { min } = group;
          return { gone, reasons: [because['group-at-min']({ name, min, wanted: group.desired - 1 })] };
        }
        group.members.delete(id);
        group.desired -= 1;
        gone.push(id);
      }
    }
    return { gone, reasons: [] };
  }

  async mark(ids: readonly string[], until: number): Promise<void> {
    await this.calls.enter('mark');
    this.#tagAll(ids, { [TAG.drainingUntil]: new Date(until).toISOString() });
  }

  async unmark(ids: readonly string[]): Promise<void> {
    await this.calls.enter('unmark');
    this.#tagAll(ids, { [TAG.drainingUntil]: null, [TAG.drained]: null });
  }

  async markReported(id: string, report: Report | UnreadableReport, at: number): Promise<void> {
    await this.calls.enter('markReported');
    this.#tagAll([id], tagsOfReport(report, at));
  }

  async markDrained(id: string): Promise<void> {
    await this.calls.enter('markDrained');
    this.#tagAll([id], { [TAG.drained]: 'true' });
  }

  async lastFailure(name: string): Promise<string | null> {
    await this.calls.enter('lastFailure');
    return this.#group(name).room === 0 ? 'There is no capacity.' : null;
  }

  async ownPolicies({ name }: DescribedGroup): Promise<Reason | null> {
    const { policies } = this.#group(name);
    return policies.length > 0 ? because['group-has-scaling-policies']({ name, policies }) : null;
  }

  async find(id: string): Promise<FoundWorker | null> {
    await this.calls.enter('find');
    for (const { group, members } of this.#groups.values()) {
      const member = members.get(id);
      if (member) return { group, alive: true, draining: member.tags[TAG.drainingUntil] !== undefined };
    }
    return null;
  }

  /** What Auto Scaling does by itself, a while after it was asked or has lost something. */
  #react(): void {
    const now = this.#options.clock();
    for (const group of this.#groups.values()) {
      const ill = [...group.members.values()].filter(({ healthy }) => !healthy);
      const isDone = ill.length === 0 && this.#capacity(group) >= group.desired;
      group.changingSince = isDone ? null : (group.changingSince ?? now);
      if (group.changingSince === null || now - group.changingSince < this.#options.reaction) continue;
      for (const { id } of ill) this.#end(group, id);
      while (this.#capacity(group) < group.desired && group.room > 0) this.#launch(group, now);
      if (this.#capacity(group) === group.desired) group.changingSince = null;
    }
  }

  #capacity = ({ members }: Group): number => [...members.values()].filter(({ standby }) => !standby).length;

  #end({ name, members }: Group, id: string): void {
    members.delete(id);
    this.#options.onReplace(name, id);
  }

  #launch(group: Group, launchedAt: number): void {
    const id = this.#newId();
    const zone = `zone-${group.members.size % 2}`;
    group.room -= 1;
    const { version } = group;
    group.members.set(id, { id, zone, launchedAt, protected: false, healthy: true, version, tags: {} });
    this.#options.onLaunch(group.name, id);
  }

  #described({ name, min, max, desired, version, members }: Group): DescribedGroup {
    const now = this.#options.clock();
    return {
      ...{
        name,
        arn: `arn:${name}`,
        min,
        max,
        desired,
        deleting: false,
        weighted: false,
        protectsNew: false,
        suspended: [],
        tags: {},
      },
      ...{ cooldown: 0, warmup: null, mixed: false, template: templateOf(version) },
      members: [...members.values()].map(({ id, zone, launchedAt, healthy, standby, version: own, ...member }) => ({
        ...{ id, zone, instanceType: 'c7g.large', healthy, protected: member.protected, template: templateOf(own) },
        lifecycle: standby ? 'Standby' : launchedAt + this.#options.pendingFor <= now ? 'InService' : 'Pending',
      })),
    };
  }

  #seen({ id, zone, launchedAt, tags }: Member): SeenInstance {
    return { id, state: 'running', instanceType: 'c7g.large', zone, launchedAt, lifecycle: '', tags };
  }

  #isProtected({ protected: isProtected, tags }: Member): boolean {
    return isProtected || (tags[TAG.protected] ?? 'false') !== 'false';
  }

  #tagAll(ids: readonly string[], tags: Readonly<Record<string, string | null>>): void {
    for (const { name, members } of this.#groups.values()) {
      for (const id of ids.filter((each) => members.has(each))) {
        for (const [tag, value] of Object.entries(tags)) this.setTag(name, id, tag, value);
      }
    }
  }

  #change(name: string, id: string, change: Partial<Member>): void {
    const { members } = this.#group(name);
    const member = members.get(id);
    if (!member) throw new Error(`${name} has no member ${id}`);
    members.set(id, { ...member, ...change });
  }

  #group(name: string): Group {
    const group = this.#groups.get(name);
    if (!group) throw new Error(`there is no Auto Scaling group ${name}`);
    return group;
  }

  #newId(): string {
    const { idPrefix } = this.#options;
    return idPrefix + String(++this.#launches).padStart(19 - idPrefix.length, '0');
  }
}

const templateOf = (version: string) => ({ id: 'lt-0123456789abcdef0', name: 'web', version });
