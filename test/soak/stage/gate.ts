import { isRead, type Mishap, Process, type Watch } from '../../model/world/gate.ts';
import type { TableHistory } from '../checker/history.ts';
import { type FaultPlan, mishapOf, type Pause, pauseOf, serviceOf } from '../faults/faults.ts';
import type { Injections } from '../faults/injections.ts';

type Call = (...args: never[]) => Promise<unknown>;

/** A process that also has the duration of its pause. */
export class Invocation extends Process {
  sleepsFor = 0;
  isAsleep = false;
  /** It runs in a shell or its machine is paused: Lambda does not end it. */
  isWithoutLimit = false;
  readonly #calls = new Map<string, number>();

  /** Names the next call of this process, whatever others do. */
  nameOf(call: string): string {
    const nth = (this.#calls.get(call) ?? 0) + 1;
    this.#calls.set(call, nth);
    return `${this.holder} ${call} ${nth}`;
  }
}

/** AWS rejects requests with older signatures. Most services, such as EC2, accept a signature for five minutes. */
const SIGNED_FOR = 900_000;
const SIGNED_FOR_EC2 = 300_000;

export interface GateUse {
  readonly plan: FaultPlan;
  readonly injections: Injections;
  readonly clock: () => number;
  readonly history: TableHistory;
  readonly watch: Watch;
  tell(told: () => string): void;
}

/** Every call of every function passes through here, and gets the mishap that the run has for it. */
export class SoakGate {
  readonly #plan: FaultPlan;
  readonly #injections: Injections;
  /** Those that no process has had yet. */
  readonly #pauses: Set<Pause>;
  readonly #clock: () => number;
  readonly #history: TableHistory;
  readonly #watch: Watch;
  readonly #tell: (told: () => string) => void;
  /** How many calls there were, and how many a mishap befell. */
  calls = 0;
  mishaps = 0;

  constructor({ plan, injections, clock, history, watch, tell }: GateUse) {
    this.#plan = plan;
    this.#injections = injections;
    this.#pauses = new Set(plan.pauses);
    this.#clock = clock;
    this.#history = history;
    this.#watch = watch;
    this.#tell = tell;
  }

  through<Ports extends object>(process: Invocation, all: Ports): Ports {
    const ports = { ...all } as Record<string, unknown>;
    for (const name in ports) {
      const port = ports[name];
      if (typeof port === 'object' && port !== null) ports[name] = this.#gated(process, name, port);
    }
    return ports as Ports;
  }

  #gated(process: Invocation, name: string, port: object): object {
    return new Proxy(port, {
      get: (_, method) => {
        const call = Reflect.get(port, method) as Call;
        if (typeof call !== 'function') return call;
        return (...args: never[]) =>
          this.#pass(process, `${name}.${String(method)}`, args, () => call.apply(port, args));
      },
    });
  }

  async #pass(
    process: Invocation,
    call: string,
    args: readonly unknown[],
    effect: () => Promise<unknown>,
  ): Promise<unknown> {
    if (process.isDead) return new Promise(() => {});
    this.calls += 1;
    const name = process.nameOf(call);
    const pause = this.#pauseOf(call);
    const mishap = pause ? (`sleeps ${pause.when}` as const) : this.#mishapOf(name, call);
    if (mishap === null) return this.#took(call, args, effect);
    this.mishaps += 1;
    this.#tell(() => `${name}: ${mishap instanceof Error ? mishap.name : mishap}`);
    if (mishap instanceof Error) {
      // These ports never throw: an unpublished message stays in its queue, and an unknown value is no limit.
      if (call === 'announcements.publish') return new Set();
      if (call === 'rooms.of') return this.#took(call, args, effect);
      throw mishap;
    }
    if (mishap === 'dies before') return process.die();
    if (mishap === 'fails') throw new Error(`${call} failed`);
    const signedAt = this.#clock();
    if (mishap === 'sleeps before') await this.#sleep(process, name, call, pause);
    if (this.#clock() - signedAt > (serviceOf(call) === 'ec2' ? SIGNED_FOR_EC2 : SIGNED_FOR))
      throw Object.assign(new Error('Request has expired'), { name: 'RequestExpired' });
    let answer = await this.#took(call, args, effect);
    if (mishap === 'comes twice') answer = await this.#took(call, args, effect);
    if (mishap === 'dies after') return process.die();
    if (mishap === 'answer lost') throw new Error(`the answer of ${call} was lost`);
    if (mishap === 'sleeps after') await this.#sleep(process, name, call, pause);
    return answer;
  }

  #pauseOf(call: string): Pause | null {
    for (const pause of this.#pauses) {
      if (pause.call !== call || pause.from > this.#clock()) continue;
      this.#pauses.delete(pause);
      return pause;
    }
    return null;
  }

  /** An outage is one injection, and every other mishap is one of its own. */
  #mishapOf(name: string, call: string): Mishap | Error | null {
    const mishap = mishapOf(this.#plan, name, call, this.#clock());
    if (mishap === null || mishap instanceof Error) return mishap;
    return this.#injections.allows(name, this.#clock() - this.#plan.begin, `${name}: ${mishap}`) ? mishap : null;
  }

  async #sleep(process: Invocation, name: string, call: string, pause: Pause | null): Promise<void> {
    // Calls that are under way at the same time stop together.
    if (process.isAsleep) return;
    process.sleepsFor = pause?.lasts ?? pauseOf(this.#plan, name, call);
    process.isWithoutLimit ||= pause !== null;
    process.isAsleep = true;
    await process.sleep();
    process.isAsleep = false;
  }

  async #took(call: string, args: readonly unknown[], effect: () => Promise<unknown>): Promise<unknown> {
    // A call that only reads is no part of the history.
    if (isRead(call)) return effect();
    const answer = await this.#history.during(call, effect);
    this.#watch.took(call, args, answer);
    return answer;
  }
}
