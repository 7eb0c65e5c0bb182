import type { Activity, Intent } from '../../../shared/evaluation/index.ts';
import type { Ec2Launch, Ec2Launched, ParkedInstances, Parking } from '../../../shared/providers/ec2/ports.ts';
import type { Terminated } from '../../../shared/providers/index.ts';
import type { Watch } from './gate.ts';

const SIZED = /^(autoScaling|ecs|fleets|functions)\./;

type Deed = 'begun' | 'launched' | 'marked' | 'taken back' | 'terminated' | 'vanished';
/** What a worker, or its owner, says of it. */
export type Word = 'busy' | 'protected';

export interface Entry {
  readonly at: number;
  readonly what: Deed | Word | `not ${Word}`;
  readonly ids: readonly string[];
  /** Of `begun`, and of `launched` where the provider tells. */
  readonly activity: string | null;
  readonly intent?: Intent;
  /** Of `launched`, where workers have one. */
  readonly types?: readonly string[];
}

/**
 * What really happened to the group's workers, in order, whether or not anybody was told: kept apart from what the
 * product wrote down, to be held against it.
 */
export class Ledger implements Watch {
  readonly entries: Entry[] = [];
  /** Activities whose token was used with other parameters. */
  readonly mismatches: string[] = [];
  readonly alive = new Set<string>();
  readonly #clock: () => number;
  readonly #tell: (told: () => string) => void;

  constructor(clock: () => number, tell: (told: () => string) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  note(what: Entry['what'], ids: readonly string[], more: Partial<Entry> = {}): void {
    this.#tell(() => `  ${what} ${ids.join(', ')}${more.intent ? ` (${more.intent.kind})` : ''}`);
    this.entries.push({ activity: null, ...more, at: this.#clock(), what, ids });
  }

  launchedByGroup(id: string): void {
    this.note('launched', [id]);
    this.alive.add(id);
  }

  took(call: string, args: readonly unknown[], answer: unknown): void {
    if (call === 'claims.begin') this.#begun(args, answer as { won: boolean });
    // Members of a warm pool are no workers until they are started.
    if (call === 'resizer.launch' && (args[2] as Ec2Launch).warm !== true)
      this.#launched(args[1] as string, answer as Ec2Launched);
    if (call === 'warm.startMembers') this.#started(args[1] as string, answer as Ec2Launched);
    if (call === 'warm.park' && (args[2] as Parking).returns)
      this.#ended('terminated', (answer as ParkedInstances).parked.slice());
    if (call === 'resizer.markDraining') this.note('marked', args[1] as string[]);
    if (call === 'resizer.cancelDrain') this.note('taken back', args[1] as string[]);
    if (call === 'resizer.terminate') this.#ended('terminated', answer as string[]);
    if (SIZED.test(call)) this.#sized(call.split('.')[1], args, answer);
  }

  /** Calls of providers that keep their number of workers themselves. */
  #sized(method: string | undefined, args: readonly unknown[], answer: unknown): void {
    if (method === 'mark') this.note('marked', args[0] as string[]);
    if (method === 'unmark') this.note('taken back', args[0] as string[]);
    if (method === 'remove') this.#ended('terminated', (answer as Terminated).gone);
  }

  vanished(id: string): void {
    this.#ended('vanished', [id]);
  }

  #begun(args: readonly unknown[], { won }: { won: boolean }): void {
    const { activity } = args[0] as { activity: Activity };
    if (!won || this.entries.some((entry) => entry.what === 'begun' && entry.activity === activity.id)) return;
    const { intent } = activity;
    const ids = intent.kind === 'remove' ? intent.workers : intent.kind === 'pool' ? intent.drop : intent.cancelDrain;
    this.note('begun', ids, { activity: activity.id, intent });
  }

  /** A repeated launch answers with the workers of the first: only those never seen before are new. */
  #launched(activity: string, { launched, errors }: Ec2Launched): void {
    this.mismatches.push(...errors.filter(({ code }) => code === 'IdempotentParameterMismatch').map(() => activity));
    const known = new Set(this.entries.flatMap(({ what, ids }) => (what === 'launched' ? ids : [])));
    const added = launched.filter(({ id }) => !known.has(id));
    const ids = added.map(({ id }) => id);
    if (ids.length === 0) return;
    this.note('launched', ids, { activity, types: added.map(({ instanceType }) => instanceType) });
    for (const id of ids) this.alive.add(id);
  }

  #started(activity: string, { launched }: Ec2Launched): void {
    const added = launched.filter(({ id }) => !this.alive.has(id));
    const ids = added.map(({ id }) => id);
    if (ids.length === 0) return;
    this.note('launched', ids, { activity, types: added.map(({ instanceType }) => instanceType) });
    for (const id of ids) this.alive.add(id);
  }

  #ended(what: 'terminated' | 'vanished', named: readonly string[]): void {
    const ids = named.filter((id) => this.alive.delete(id));
    if (ids.length > 0) this.note(what, ids);
  }
}
