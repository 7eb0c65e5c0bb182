import { chanceFor } from '../faults/chance.ts';
import type { Injections } from '../faults/injections.ts';
import type { Agenda } from '../stage/agenda.ts';
import type { Numbers } from '../stage/numbers.ts';
import type { Processes, Running } from '../stage/processes.ts';
import type { Sent } from './queue.ts';

const SECOND = 1000;

export interface QueueUse {
  readonly agenda: Agenda;
  readonly seed: number;
  readonly numbers: Numbers;
  readonly clock: () => number;
  readonly processes: Processes;
  readonly injections: Injections;
  readonly begin: number;
  readonly faultsUntil: number;
}

/** What a stage deploys. Times are in ms. */
interface Settings {
  readonly messages: string;
  readonly function: string;
  readonly visibility: number;
  readonly receives: number;
  readonly retention: number;
}

/** Returns the ids of messages that are to come again. */
type Handle = (id: string, body: string, running: Running) => Promise<readonly string[]>;

/** A queue with its function: messages come at least once, in any order, and a few times if the function fails. */
export class MessageQueue {
  readonly #use: QueueUse;
  readonly #settings: Settings;
  readonly #handle: Handle;
  /** Messages that failed every time. */
  readonly #buried: string[];

  constructor(use: QueueUse, settings: Settings, handle: Handle, buried: string[]) {
    this.#use = use;
    this.#settings = settings;
    this.#handle = handle;
    this.#buried = buried;
  }

  send({ body, delaySeconds }: Sent): void {
    const { agenda, seed, numbers, clock, faultsUntil, injections, begin } = this.#use;
    const id = numbers.next(this.#settings.messages);
    const chance = chanceFor(seed, id);
    const sentAt = clock();
    const at = sentAt + delaySeconds * SECOND + chance.between(0, 1500);
    const arrives = (): Promise<void> => this.#receive({ id, body, sentAt }, 1);
    agenda.at(at, arrives);
    if (!chance.is(clock() < faultsUntil ? 0.02 : 0)) return;
    const repeated = at + chance.between(0, 30) * SECOND;
    if (injections.allows(`${id} twice`, repeated - begin)) agenda.at(repeated, arrives);
  }

  /** A message is visible again unless it was deleted, even if the process that received it is still paused. */
  #receive(message: { id: string; body: string; sentAt: number }, receives: number): Promise<void> {
    const { processes, agenda, clock } = this.#use;
    const { visibility, receives: most, retention, function: name, messages } = this.#settings;
    let again: readonly string[] = [];
    let isDeleted = false;
    agenda.at(clock() + visibility, () => {
      if (isDeleted || clock() - message.sentAt > retention) return undefined;
      if (receives < most) return this.#receive(message, receives + 1);
      this.#buried.push(`${messages} ${message.body}`);
      return undefined;
    });
    return processes.invoke(
      name,
      async (running) => {
        again = await this.#handle(message.id, message.body, running);
      },
      (how) => {
        isDeleted = how === 'done' && again.length === 0;
      },
    );
  }
}
