import type { Trigger, WorkerEvent } from '../../../shared/evaluation/index.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../../shared/names/limits.ts';
import { chanceFor } from '../faults/chance.ts';
import type { Processes } from '../stage/processes.ts';
import { MessageQueue, type QueueUse } from './message-queue.ts';
import { PolicyStream, type StreamUse } from './policy-stream.ts';
import type { Sent } from './queue.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const EVALUATIONS = {
  ...{ messages: 'message', function: 'evaluate' },
  ...{ visibility: 720 * SECOND, receives: 3, retention: Number.POSITIVE_INFINITY },
};
/** As `infra/constructs/handlers/tune.ts` deploys it. */
const TUNINGS = {
  ...{ messages: 'tuning', function: 'tune', receives: 3, retention: HOUR },
  visibility: 6 * FUNCTION_TIMEOUT_SECONDS.tune * SECOND,
};
/** Lambda tries an event again after one minute, and then after two. */
const EVENT_AGAIN = [60 * SECOND, 120 * SECOND];

export interface DeliveryUse extends StreamUse, QueueUse {}

/** How queue, stream and events reach the functions: at least once, in any order, and a few times if a function fails. */
export class Deliveries {
  readonly #use: DeliveryUse;
  readonly #stream: PolicyStream;
  readonly #evaluations: MessageQueue;
  readonly #tunings: MessageQueue;
  /** Messages that failed every time. */
  readonly buried: string[];

  constructor(use: DeliveryUse, buried: string[]) {
    this.#use = use;
    this.#stream = new PolicyStream(use, buried);
    this.buried = buried;
    const { functions } = use;
    this.#evaluations = new MessageQueue(
      use,
      EVALUATIONS,
      (...message) => functions.evaluateMessage(...message),
      buried,
    );
    this.#tunings = new MessageQueue(use, TUNINGS, (_, body, running) => functions.tune(body, running), buried);
  }

  send(sent: Sent): void {
    this.#evaluations.send(sent);
  }

  sendTuning(sent: Sent): void {
    this.#tunings.send(sent);
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
