import type { Trigger, WorkerEvent } from '../../../shared/evaluation/index.ts';
import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import type { Functions } from './functions.ts';
import type { Processes } from './processes.ts';
import type { Sent } from './queue.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const VISIBILITY = 720 * SECOND;
const RECEIVES = 3;
/** Lambda tries an event again after one minute, and then after two. */
const EVENT_AGAIN = [60 * SECOND, 120 * SECOND];
const STREAM_TRIES = 3;
const REDRIVEN_AFTER = 30 * MINUTE;

export interface DeliveryUse {
  readonly agenda: Agenda;
  readonly chance: Chance;
  readonly clock: () => number;
  readonly faultsUntil: number;
  readonly processes: Processes;
  readonly functions: Functions;
  tell(told: () => string): void;
}

/** How queue, stream and events reach the functions: at least once, in any order, and a few times if a function fails. */
export class Deliveries {
  readonly #use: DeliveryUse;
  /** Messages that failed every time. */
  readonly buried: string[];
  #messages = 0;

  constructor(use: DeliveryUse, buried: string[]) {
    this.#use = use;
    this.buried = buried;
  }

  /** SQS delivers at least once, and in any order. */
  send({ body, delaySeconds }: Sent): void {
    const { agenda, chance, clock, faultsUntil } = this.#use;
    const at = clock() + delaySeconds * SECOND + chance.between(0, 1500);
    const id = `message-${++this.#messages}`;
    agenda.at(at, () => this.#receive(id, body, 1));
    if (chance.is(clock() < faultsUntil ? 0.02 : 0))
      agenda.at(at + chance.between(0, 30) * SECOND, () => this.#receive(id, body, 1));
  }

  #receive(id: string, body: string, receives: number): Promise<void> {
    const { processes, functions, agenda, clock } = this.#use;
    let again: readonly string[] = [];
    return processes.invoke(
      'evaluate',
      async (running) => {
        again = await functions.evaluateMessage(id, body, running);
      },
      (how) => {
        if (how === 'done' && again.length === 0) return;
        if (receives >= RECEIVES) this.buried.push(body);
        else agenda.at(clock() + VISIBILITY, () => this.#receive(id, body, receives + 1));
      },
    );
  }

  /** The table's stream delivers a changed policy at least once. */
  policyChanged(group: string): void {
    const { agenda, chance, clock } = this.#use;
    for (let n = chance.is(0.1) ? 2 : 1; n > 0; n--)
      agenda.at(clock() + chance.between(0, 3) * SECOND, () => this.#accept(group, 1));
  }

  /** Fewer attempts than a deployed stream makes: three. Then the event is among the failures, and an operator redrives it after the alarm. */
  #accept(group: string, tries: number): Promise<void> {
    const { processes, functions, agenda, clock, tell } = this.#use;
    return processes.invoke(
      'on-policy-change',
      (running) => functions.onPolicyChange(group, running),
      (how) => {
        if (how === 'done') return;
        if (tries < STREAM_TRIES) return agenda.at(clock() + tries * SECOND, () => this.#accept(group, tries + 1));
        this.buried.push(`policy of ${group}`);
        agenda.at(clock() + REDRIVEN_AFTER, () => {
          tell(() => `an operator redrives the policy of ${group}`);
          return this.#accept(group, 1);
        });
      },
    );
  }

  /** An event that Lambda takes without waiting for its result. */
  workerEvent(event: WorkerEvent): void {
    const { agenda, chance, clock, functions } = this.#use;
    agenda.at(clock() + chance.between(0, 5) * SECOND, () =>
      this.#asynchronously('on-worker-event', (running) => functions.onWorkerEvent(event, running)),
    );
  }

  evaluateNow(group: string, trigger: Trigger): Promise<void> {
    return this.#asynchronously(`on-${trigger}`, (running) => this.#use.functions.evaluateNow(group, trigger, running));
  }

  #asynchronously(name: string, body: Parameters<Processes['invoke']>[1], tries = 0): Promise<void> {
    const { processes, agenda, clock } = this.#use;
    return processes.invoke(name, body, (how) => {
      const wait = EVENT_AGAIN[tries];
      if (how !== 'done' && wait !== undefined)
        agenda.at(clock() + wait, () => this.#asynchronously(name, body, tries + 1));
    });
  }
}
