import type { Ec2Launch, Ec2Launched } from '../../../shared/providers/ec2/ports.ts';
import type { Terminated } from '../../../shared/providers/index.ts';
import type { ResizeMessage } from '../../../shared/providers/lambda/messages.ts';
import type { Addition } from '../../../shared/providers/sized/index.ts';
import type { Watch } from '../../model/world/gate.ts';

/** One instance, as CloudTrail and EC2's events show it. */
export interface Instance {
  readonly id: string;
  readonly group: string;
  /** Null if the provider launched it, which does not know for which activity. */
  readonly activity: string | null;
  readonly instanceType: string;
  readonly launchedAt: number;
  /** A member of a warm pool that has not been started. */
  isMember: boolean;
  /** It had stopped by itself, and was started again. The group may take it for stopped, and end it. */
  readonly hadStopped: boolean;
  ended: { readonly at: number; readonly by: 'group' | 'others' } | null;
}

/** A call that raised the desired capacity of a provider that launches by itself. */
export interface Raise {
  readonly at: number;
  readonly name: string;
  readonly from: number;
  readonly target: number;
}

const RAISE = /^(autoScaling|ecs|fleets|functions)\.raise$/;
const REMOVE = /^(autoScaling|ecs|fleets|functions)\.remove$/;

/** Everything that was launched and terminated, even if no process received the response. */
export class Ec2Ledger implements Watch {
  readonly instances = new Map<string, Instance>();
  /** Instances that a call terminated. */
  readonly terminations: {
    readonly at: number;
    readonly group: string;
    readonly id: string;
    readonly isMember: boolean;
  }[] = [];
  readonly raises: Raise[] = [];
  readonly #clock: () => number;
  readonly #running = new Set<string>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  took(call: string, args: readonly unknown[], answer: unknown): void {
    if (call === 'resizer.launch') this.#launched(args as [string, string, Ec2Launch], answer as Ec2Launched);
    if (call === 'warm.startMembers') this.#started(args as [string, string], answer as Ec2Launched);
    if (call === 'resizer.terminate') for (const id of answer as string[]) this.#terminated(args[0] as string, id);
    if (REMOVE.test(call))
      for (const id of (answer as Terminated).gone) this.#terminated(this.instances.get(id)?.group ?? '', id);
    if (RAISE.test(call)) this.#raised(args[0] as Addition | ResizeMessage);
    if (call === 'warm.park') for (const id of (answer as { parked: string[] }).parked) this.#parked(id);
  }

  #launched([group, activity, { warm }]: [string, string, Ec2Launch], { launched }: Ec2Launched): void {
    for (const { id, instanceType } of launched) {
      if (this.instances.has(id)) continue;
      const launchedAt = this.#clock();
      this.#running.add(id);
      this.instances.set(id, {
        id,
        group,
        activity,
        instanceType,
        launchedAt,
        isMember: warm === true,
        hadStopped: false,
        ended: null,
      });
    }
  }

  #started([group, activity]: [string, string], { launched }: Ec2Launched): void {
    for (const { id, instanceType } of launched) {
      const known = this.instances.get(id);
      // A member that had stopped by itself after its start runs again.
      if (known?.isMember === false && known.ended === null) continue;
      this.#running.add(id);
      this.instances.set(id, {
        id,
        group,
        activity,
        instanceType,
        launchedAt: this.#clock(),
        isMember: false,
        hadStopped: known?.hadStopped === true || known?.ended?.by === 'others',
        ended: null,
      });
    }
  }

  /** The provider launched it by itself. */
  launchedByProvider(group: string, id: string): void {
    this.instances.set(id, {
      ...{ id, group, activity: null, instanceType: '', launchedAt: this.#clock() },
      ...{ isMember: false, hadStopped: false, ended: null },
    });
  }

  #raised(plan: Addition | ResizeMessage): void {
    const [name, target] = 'name' in plan ? [plan.name, plan.target] : [plan.group, plan.desired];
    this.raises.push({ at: this.#clock(), name, from: plan.from, target });
  }

  #parked(id: string): void {
    const instance = this.instances.get(id);
    if (instance) instance.isMember = true;
  }

  #terminated(group: string, id: string): void {
    const instance = this.instances.get(id);
    if (!instance || instance.ended) return;
    instance.ended = { at: this.#clock(), by: 'group' };
    this.#running.delete(id);
    this.terminations.push({ at: this.#clock(), group, id, isMember: instance.isMember });
  }

  /** Workers that have ended without a call. */
  notice(hasEnded: (id: string) => boolean): void {
    for (const id of this.#running) if (hasEnded(id)) this.lost(id);
  }

  /** It was ended from outside. */
  lost(id: string): void {
    const instance = this.instances.get(id);
    if (instance && !instance.ended) instance.ended = { at: this.#clock(), by: 'others' };
    this.#running.delete(id);
  }
}
