import type { LocalAutoScaling } from '../../../local/autoscaling/index.ts';
import type { LocalEc2 } from '../../../local/ec2/index.ts';
import { TAG } from '../../../shared/names/names.ts';
import { autoScalingGroupOf, GROUPS, type GroupName, LAUNCH_TEMPLATE } from '../groups.ts';
import { type ByHand, ChangesByHand } from './by-hand.ts';

/** In the run's time. */
export const DELAYS = { reaction: 10_000, retry: 30_000, healthCheck: 40_000, transition: 5_000 };
/** Time until the first members are in service. */
const FIRST_MEMBERS_SECONDS = 300;
const SIZES = { min: 0, max: 20 };
const NOT_OURS = 'production-web';

/** The Auto Scaling groups of a run, which their owner creates and changes. These calls do not pass the proxy. */
export class ChaosAutoScaling {
  readonly #standIn: LocalAutoScaling;
  readonly #byHand = new ChangesByHand((name) => this.#group(name).desired);
  /** Members that no evaluation may change: a protected one of each group, and all of a group of another stage. */
  readonly bystanders = new Set<string>();

  constructor(standIn: LocalAutoScaling) {
    this.#standIn = standIn;
  }

  create(subnets: readonly string[], ec2: LocalEc2, moveOn: (seconds: number) => void): void {
    const names = GROUPS.flatMap((group) => autoScalingGroupOf(group) ?? []);
    for (const name of [...names, NOT_OURS]) {
      this.#ask('CreateAutoScalingGroup', {
        ...{ AutoScalingGroupName: name, 'LaunchTemplate.LaunchTemplateName': LAUNCH_TEMPLATE },
        ...{ MinSize: SIZES.min, MaxSize: SIZES.max, DesiredCapacity: 1, VPCZoneIdentifier: subnets.join(',') },
      });
    }
    moveOn(FIRST_MEMBERS_SECONDS);
    for (const { name, members } of this.#standIn.groups()) {
      for (const id of members.keys()) {
        this.bystanders.add(id);
        // The tag protects it from evaluations, and the scale-in protection from its group.
        ec2.createTags([id], [{ key: TAG.protected, value: 'true' }]);
        this.#ask('SetInstanceProtection', {
          ...{ AutoScalingGroupName: name, 'InstanceIds.member.1': id, ProtectedFromScaleIn: 'true' },
        });
      }
    }
  }

  get faults() {
    return this.#standIn.faults;
  }

  /** The capacity that a group keeps: its protected members stay when a person lowers the desired capacity below them. */
  held(name: string): number {
    const { desired, members } = this.#group(name);
    return Math.max(desired, [...members.values()].filter(({ protected: stays }) => stays).length);
  }
  byHand = (name: string): ByHand => this.#byHand.of(name);

  /** Somebody changes the desired capacity, within the group's own minimum and maximum. */
  add(group: GroupName, workers: number): void {
    const { name, desired, settings } = this.#group(autoScalingGroupOf(group) ?? '');
    const DesiredCapacity = Math.max(settings.min, Math.min(settings.max, desired + workers));
    this.#byHand.noting(name, () => this.#ask('SetDesiredCapacity', { AutoScalingGroupName: name, DesiredCapacity }));
  }

  /** Somebody changes the group's own minimum and maximum. A desired capacity outside of them changes, too. */
  resize(group: GroupName, { min, max }: { readonly min: number; readonly max: number }): void {
    const name = autoScalingGroupOf(group) ?? '';
    this.#byHand.noting(name, () =>
      this.#ask('UpdateAutoScalingGroup', { AutoScalingGroupName: name, MinSize: min, MaxSize: max }),
    );
  }

  /** Calls no longer fail, and no group has a limit of its own that matters. */
  plenty(): void {
    this.#standIn.faults.clear();
    for (const group of GROUPS.filter((each) => autoScalingGroupOf(each) !== null)) this.resize(group, SIZES);
  }

  #group(name: string) {
    const group = this.#standIn.groups().find((each) => each.name === name);
    if (!group) throw new Error(`There is no Auto Scaling group '${name}'.`);
    return group;
  }

  #ask(action: string, parameters: Readonly<Record<string, string | number>>): void {
    const fields = Object.entries({ Action: action, Version: '2011-01-01', ...parameters });
    const form = new URLSearchParams(fields.map(([field, value]): [string, string] => [field, String(value)]));
    const { status, body } = this.#standIn.answer(form.toString());
    if (status !== 200) throw new Error(`${action}: ${body}`);
  }
}
