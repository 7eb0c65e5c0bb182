/**
 * What may befall one call of an evaluation. `dies`: the process is gone, before the call took effect or after, and
 * nothing of it runs any more. `fails`: the call has no effect and throws. `answer lost`: it took effect and throws.
 * `comes twice`: it took effect, its answer was lost, and the SDK repeated it. `sleeps`: the process is stopped there,
 * before the effect or after, and goes on when it is woken: a handler that outlives its lease.
 */
export const MISHAPS = [
  'dies before',
  'dies after',
  'fails',
  'answer lost',
  'comes twice',
  'sleeps before',
  'sleeps after',
] as const;
export type Mishap = (typeof MISHAPS)[number];

/** The `step`th call of a run, counted over all its evaluations from 0, and what befalls it. */
export interface Point {
  readonly step: number;
  readonly mishap: Mishap;
}

/** Calls that change something outside; all others only read. */
const WRITES =
  /^(claims|resizer|warm)\.|^states\.(remember|notice|finalizeDeletion|published)$|^targets\.(register|deregister)$|^budget\.|^offerings\.note$|^(autoScaling|ecs|fleets|functions)\.(raise|remove|mark|unmark|markDrained)$/;
/** Ports that never throw, by contract. */
const SILENT = /^(announcements|rooms)\./;

/** Calls that have no effect, or one that nobody decides by: records and counts. */
const READS =
  /^(activities|offerings|policies|prices|sources|states)\.read$|^(evaluations\.append|counts\.add|rooms\.of|states\.knownWorker|statusChecks\.impaired|targets\.health|templates\.find)$|^workers\.|^autoScaling\.(groups|membersOf|ownPolicies|lastFailure)$|^ecs\.(services|ownScaling)$|^fleets\.(fleets|lastFailure)$|^functions\.describe$/;
/** Mishaps that a read has once already: without an effect, it makes no difference on which side of it they are. */
const SAME_FOR_READS: readonly Mishap[] = ['dies after', 'answer lost', 'comes twice'];

export const isWrite = (call: string): boolean => WRITES.test(call);
export const isRead = (call: string): boolean => READS.test(call);
export const mayBefall = (mishap: Mishap, call: string): boolean =>
  !(SILENT.test(call) && (mishap === 'fails' || mishap === 'answer lost')) &&
  !(isRead(call) && SAME_FOR_READS.includes(mishap));

type Stop = 'died' | 'sleeps';

/** A promise, and what resolves it: Node 20 lacks Promise.withResolvers. */
function settleable<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** One run of a function. */
export class Process {
  readonly holder: string;
  isDead = false;
  #stop = settleable<Stop>();
  #wake: () => void = () => {};

  constructor(holder: string) {
    this.holder = holder;
  }

  /** Resolves when the process dies or falls asleep: whoever waits for it goes on. */
  get stopped(): Promise<Stop> {
    return this.#stop.promise;
  }

  die(): Promise<never> {
    this.isDead = true;
    this.#stop.resolve('died');
    return new Promise(() => {});
  }

  sleep(): Promise<void> {
    const { promise, resolve } = settleable<void>();
    this.#wake = resolve;
    this.#stop.resolve('sleeps');
    return promise;
  }

  wake(): void {
    this.#stop = settleable<Stop>();
    this.#wake();
  }
}

type Call = (...args: never[]) => Promise<unknown>;
export interface Watch {
  /** Right after a call took effect, whoever learns of it. */
  took(call: string, args: readonly unknown[], answer: unknown): void;
}

/** Every call of every evaluation of a run passes here: numbered, and met by the mishaps that the run is to have. */
export class Gate {
  readonly calls: string[] = [];
  readonly #points: Map<number, Mishap>;
  readonly #watch: Watch;
  readonly #tell: (told: () => string) => void;
  /** Called before each call takes effect; an interleaving decides who is next. */
  turn: ((call: string) => Promise<void>) | null = null;

  constructor(points: readonly Point[], watch: Watch, tell: (told: () => string) => void) {
    this.#points = new Map(points.map(({ step, mishap }) => [step, mishap]));
    this.#watch = watch;
    this.#tell = tell;
  }

  /** The same ports, every method of each behind the gate; what is no port stays as it is. */
  through<Ports extends object>(process: Process, all: Ports): Ports {
    const ports = Object.entries(all).map(([name, port]) =>
      typeof port === 'object' && port !== null ? [name, this.#gated(process, name, port)] : [name, port],
    );
    return Object.fromEntries(ports) as Ports;
  }

  #gated(process: Process, name: string, port: object): object {
    return new Proxy(port, {
      get: (_, method) => {
        const call = Reflect.get(port, method) as Call;
        return (...args: never[]) =>
          this.#pass(process, `${name}.${String(method)}`, args, () => call.apply(port, args));
      },
    });
  }

  async #pass(process: Process, call: string, args: readonly unknown[], effect: () => Promise<unknown>) {
    if (process.isDead) return new Promise(() => {});
    const step = this.calls.push(`${process.holder} ${call}`) - 1;
    const mishap = this.#points.get(step);
    this.#tell(() => `#${step} ${process.holder} ${call}${mishap ? `: ${mishap}` : ''}`);
    await this.turn?.(`${process.holder} ${call}`);
    if (mishap === 'dies before') return process.die();
    if (mishap === 'fails') throw new Error(`${call} failed`);
    if (mishap === 'sleeps before') await process.sleep();
    let answer = await this.#took(call, args, effect);
    if (mishap === 'comes twice') answer = await this.#took(call, args, effect);
    if (mishap === 'dies after') return process.die();
    if (mishap === 'answer lost') throw new Error(`the answer of ${call} was lost`);
    if (mishap === 'sleeps after') await process.sleep();
    return answer;
  }

  async #took(call: string, args: readonly unknown[], effect: () => Promise<unknown>): Promise<unknown> {
    const answer = await effect();
    this.#watch.took(call, args, answer);
    return answer;
  }
}
