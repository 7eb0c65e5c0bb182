import type { Trigger, WorkerEvent } from '../../../shared/evaluation/index.ts';
import { chanceFor } from '../faults/chance.ts';
import type { Injections } from '../faults/injections.ts';
import type { Processes } from '../stage/processes.ts';
import { PolicyStream, type StreamUse } from './policy-stream.ts';
import type { Sent } from './queue.ts';

const SECOND = 1000;
const VISIBILITY = 720 * SECOND;
const RECEIVES = 3;
/** Lambda tries an event again after one minute, and then after two. */
const EVENT_AGAIN = [60 * SECOND, 120 * SECOND];

export interface DeliveryUse extends StreamUse {
  readonly injections: Injections;
  readonly begin: number;
  readonly faultsUntil: number;
}

/** How queue, stream and events reach the functions: at least once, in any order, and a few times if a function fails. */
export class Deliveries {
  readonly #use: DeliveryUse;
  readonly #stream: PolicyStream;
  /** Messages that failed every time. */
  readonly buried: string[];

  constructor(use: DeliveryUse, buried: string[]) {
    this.#use = use;
    this.#stream = new PolicyStream(use, buried);
    this.buried = buried;
  }

  /** SQS delivers at least once, and in any order. */
  send({ body, delaySeconds }: Sent): void {
    const { agenda, seed, numbers, clock, faultsUntil, injections, begin } = this.#use;
    const id = numbers.next('message');
    const chance = chanceFor(seed, id);
    const at = clock() + delaySeconds * SECOND + chance.between(0, 1500);
    agenda.at(at, () => this.#receive(id, body, 1));
    if (!chance.is(clock() < faultsUntil ? 0.02 : 0)) return;
    const repeated = at + chance.between(0, 30) * SECOND;
    if (injections.allows(`${id} twice`, repeated - begin)) agenda.at(repeated, () => this.#receive(id, body, 1));
  }

  /** A message is visible again unless it was deleted, even if the process that received it is still paused. */
  #receive(id: string, body: string, receives: number): Promise<void> {
    const { processes, functions, agenda, clock } = this.#use;
    let again: readonly string[] = [];
    let isDeleted = false;
    agenda.at(clock() + VISIBILITY, () => {
      if (isDeleted) return undefined;
      if (receives < RECEIVES) return this.#receive(id, body, receives + 1);
      this.buried.push(body);
      return undefined;
    });
    return processes.invoke(
      'evaluate',
      async (running) => {
        again = await functions.evaluateMessage(id, body, running);
      },
      (how) => {
        isDeleted = how === 'done' && again.length === 0;
      },
    );
  }

  policyChanged(group: string): void {
    this.#stream.written(group);
  }

  /** An event that Lambda takes without waiting for its result. */
  workerEvent(event: WorkerEvent): void {
    const { agenda, seed, numbers, clock, functions } = this.#use;
    const chance = chanceFor(seed, numbers.next('event'));
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
