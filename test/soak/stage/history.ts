import type { Activity } from '../../../shared/evaluation/index.ts';
import type { Ec2Launch, Ec2Launched } from '../../../shared/providers/ec2/ports.ts';
import type { GroupState } from '../../../shared/state/index.ts';
import type { MemoryTable } from '../../fakes/memory-table.ts';
import type { Watch } from '../../model/world/gate.ts';

/** One write of a group's item, as a stream of the table shows it. */
export interface Written {
  readonly at: number;
  readonly call: string;
  readonly group: string;
  readonly before: GroupState | null;
  readonly after: GroupState;
  /** The record of the activity that the claim was or is about, as it is after the write. */
  readonly activity: Activity | null;
}

/** The history of the table's items. */
export class TableHistory implements Watch {
  readonly writes: Written[] = [];
  readonly #table: MemoryTable;
  readonly #clock: () => number;
  readonly #last = new Map<string, GroupState>();

  constructor(table: MemoryTable, clock: () => number) {
    this.#table = table;
    this.#clock = clock;
  }

  took(call: string): void {
    for (const [group, kept] of this.#table.kept) {
      const before = this.#last.get(group) ?? null;
      const after = kept.state;
      if (!after || after === before) continue;
      this.#last.set(group, after);
      const id = after.claim?.activity ?? before?.claim?.activity;
      const activity = id === undefined ? null : (kept.activities.get(id) ?? null);
      this.writes.push({ at: this.#clock(), call, group, before, after, activity });
    }
  }
}

/** One instance, as CloudTrail and EC2's events show it. */
export interface Instance {
  readonly id: string;
  readonly group: string;
  readonly activity: string;
  readonly instanceType: string;
  readonly launchedAt: number;
  /** A member of a warm pool that has not been started. */
  isMember: boolean;
  ended: { readonly at: number; readonly by: 'group' | 'others' } | null;
}

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
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  took(call: string, args: readonly unknown[], answer: unknown): void {
    if (call === 'resizer.launch') this.#launched(args as [string, string, Ec2Launch], answer as Ec2Launched);
    if (call === 'warm.startMembers') this.#started(args as [string, string], answer as Ec2Launched);
    if (call === 'resizer.terminate') for (const id of answer as string[]) this.#terminated(args[0] as string, id);
    if (call === 'warm.park') for (const id of (answer as { parked: string[] }).parked) this.#parked(id);
  }

  #launched([group, activity, { warm }]: [string, string, Ec2Launch], { launched }: Ec2Launched): void {
    for (const { id, instanceType } of launched) {
      if (this.instances.has(id)) continue;
      const launchedAt = this.#clock();
      this.instances.set(id, { id, group, activity, instanceType, launchedAt, isMember: warm === true, ended: null });
    }
  }

  #started([group, activity]: [string, string], { launched }: Ec2Launched): void {
    for (const { id, instanceType } of launched) {
      const known = this.instances.get(id);
      // A member that had stopped by itself after its start runs again.
      if (known?.isMember === false && known.ended === null) continue;
      this.instances.set(id, {
        id,
        group,
        activity,
        instanceType,
        launchedAt: this.#clock(),
        isMember: false,
        ended: null,
      });
    }
  }

  #parked(id: string): void {
    const instance = this.instances.get(id);
    if (instance) instance.isMember = true;
  }

  #terminated(group: string, id: string): void {
    const instance = this.instances.get(id);
    if (!instance || instance.ended) return;
    instance.ended = { at: this.#clock(), by: 'group' };
    this.terminations.push({ at: this.#clock(), group, id, isMember: instance.isMember });
  }

  /** It was ended from outside. */
  lost(id: string): void {
    const instance = this.instances.get(id);
    if (instance && !instance.ended) instance.ended = { at: this.#clock(), by: 'others' };
  }
}
