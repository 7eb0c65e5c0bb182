import { type Mishap, Process, type Watch } from '../../model/world/gate.ts';
import type { TableHistory } from '../checker/history.ts';
import { type Call, type FaultPlan, type KnownCall, mishapOf, nameOf, type Pause, pauseOf } from '../faults/faults.ts';
import type { Injections } from '../faults/injections.ts';
import { GatedPorts } from './gated-ports.ts';

/** A process that also has the duration of its pause. */
export class Invocation extends Process {
  sleepsFor = 0;
  isAsleep = false;
  /** It runs in a shell or its machine is paused: Lambda does not end it. */
  isWithoutLimit = false;
  readonly #calls = new Map<KnownCall, number>();

  /** The next call of this process, whatever others do. */
  next(call: KnownCall): Call {
    const nth = (this.#calls.get(call) ?? 0) + 1;
    this.#calls.set(call, nth);
    return { holder: this.holder, call, nth };
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
  readonly #ports = new GatedPorts<Invocation>((...call) => this.#pass(...call));
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
    for (const name of Object.keys(ports)) {
      const port = ports[name];
      if (typeof port === 'object' && port !== null) ports[name] = this.#ports.of(process, name, port);
    }
    return ports as Ports;
  }

  async #pass(
    process: Invocation,
    known: KnownCall,
    args: readonly unknown[],
    effect: () => Promise<unknown>,
  ): Promise<unknown> {
    if (process.isDead) return new Promise(() => {});
    this.calls += 1;
    const each = process.next(known);
    const pause = this.#pauseOf(known.name);
    const mishap = pause ? (`sleeps ${pause.when}` as const) : this.#mishapOf(each);
    if (mishap === null) return this.#took(known, args, effect);
    this.mishaps += 1;
    const { name: call } = known;
    this.#tell(() => `${nameOf(each)}: ${mishap instanceof Error ? mishap.name : mishap}`);
    if (mishap instanceof Error) {
      // These ports never throw: an unpublished message stays in its queue, and an unknown value is no limit.
      if (call === 'announcements.publish') return new Set();
      if (call === 'rooms.of') return this.#took(known, args, effect);
      throw mishap;
    }
    if (mishap === 'dies before') return process.die();
    if (mishap === 'fails') throw new Error(`${call} failed`);
    const signedAt = this.#clock();
    if (mishap === 'sleeps before') await this.#sleep(process, each, pause);
    if (this.#clock() - signedAt > (known.service === 'ec2' ? SIGNED_FOR_EC2 : SIGNED_FOR))
      throw Object.assign(new Error('Request has expired'), { name: 'RequestExpired' });
    let answer = await this.#took(known, args, effect);
    if (mishap === 'comes twice') answer = await this.#took(known, args, effect);
    if (mishap === 'dies after') return process.die();
    if (mishap === 'answer lost') throw new Error(`the answer of ${call} was lost`);
    if (mishap === 'sleeps after') await this.#sleep(process, each, pause);
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
  #mishapOf(each: Call): Mishap | Error | null {
    const mishap = mishapOf(this.#plan, each, this.#clock());
    if (mishap === null || mishap instanceof Error) return mishap;
    const name = nameOf(each);
    return this.#injections.allows(name, this.#clock() - this.#plan.begin, `${name}: ${mishap}`) ? mishap : null;
  }

  async #sleep(process: Invocation, each: Call, pause: Pause | null): Promise<void> {
    // Calls that are under way at the same time stop together.
    if (process.isAsleep) return;
    process.sleepsFor = pause?.lasts ?? pauseOf(this.#plan, each);
    process.isWithoutLimit ||= pause !== null;
    process.isAsleep = true;
    await process.sleep();
    process.isAsleep = false;
  }

  async #took({ name, isRead }: KnownCall, args: readonly unknown[], effect: () => Promise<unknown>): Promise<unknown> {
    if (isRead) return effect();
    const answer = await this.#history.during(name, effect);
    this.#watch.took(name, args, answer);
    return answer;
  }
}
