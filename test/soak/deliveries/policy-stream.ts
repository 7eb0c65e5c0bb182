import { FUNCTION_TIMEOUT_SECONDS } from '../../../shared/names/limits.ts';
import { chanceFor } from '../faults/chance.ts';
import type { Agenda } from '../stage/agenda.ts';
import type { Functions } from '../stage/functions.ts';
import type { Numbers } from '../stage/numbers.ts';
import type { Ended, Processes } from '../stage/processes.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** As `infra/constructs/handlers/on-policy-change.ts` deploys it. */
const BATCH = 10;
const MOST_ATTEMPTS = 100;
const OLDEST = 24 * 60 * MINUTE;
const TIMEOUT = FUNCTION_TIMEOUT_SECONDS['on-policy-change'] * SECOND;
/** AWS does not publish how long Lambda waits before the next attempt. Here, the wait doubles from a second to a minute. */
const waitAfter = (attempts: number): number => Math.min(MINUTE, 2 ** Math.min(attempts - 1, 10) * SECOND);
const REDRIVEN_AFTER = 30 * MINUTE;
/** refresh-prices lets the policies that were set aside be tried again, every 15 minutes. */
const TRIED_AGAIN_AFTER = 15 * MINUTE;

export interface StreamUse {
  readonly agenda: Agenda;
  readonly seed: number;
  readonly numbers: Numbers;
  readonly clock: () => number;
  readonly processes: Processes;
  readonly functions: Functions;
  tell(told: () => string): void;
}

interface Change {
  readonly group: string;
  readonly at: number;
  readonly sequenceNumber: string;
  readonly isRetry: boolean;
}

/**
 * The table's stream delivers changed policies at least once and in order, all in one shard. Lambda continues from the first
 * change that failed, and the others wait. A policy that fails for two minutes is set aside. Lambda gives up a change after 100 attempts or 24 hours. Then an operator redrives it.
 */
export class PolicyStream {
  readonly #use: StreamUse;
  readonly #buried: string[];
  #changes: Change[] = [];
  #written = 0;
  #attempts = 0;
  #batch = BATCH;
  #isBusy = false;

  constructor(use: StreamUse, buried: string[]) {
    this.#use = use;
    this.#buried = buried;
  }

  written(group: string, isRetry = false): void {
    const { agenda, seed, numbers, clock } = this.#use;
    const chance = chanceFor(seed, numbers.next('change'));
    for (let n = chance.is(0.1) ? 2 : 1; n > 0; n--)
      agenda.at(clock() + chance.between(0, 3) * SECOND, () => {
        const at = clock();
        this.#changes.push({ group, at, isRetry, sequenceNumber: String(++this.#written) });
        return this.#next();
      });
  }

  async #next(): Promise<void> {
    const batch = this.#changes.slice(0, this.#batch);
    if (this.#isBusy || batch.length === 0) return;
    this.#isBusy = true;
    const { processes, functions, agenda, clock } = this.#use;
    let failed: readonly string[] = [];
    let isOver = false;
    const ended = (how: Ended): void => {
      // Lambda does not wait for a function that is paused for longer than its timeout.
      if (isOver) return;
      isOver = true;
      this.#ended(batch, how === 'done' ? failed : batch.map(({ sequenceNumber }) => sequenceNumber));
      if (how !== 'done') this.#batch = Math.max(1, Math.floor(batch.length / 2));
    };
    agenda.at(clock() + TIMEOUT, () => ended('died'));
    await processes.invoke(
      'on-policy-change',
      async (running) => {
        failed = await functions.onPolicyChange(batch, running, (group) =>
          agenda.at(clock() + TRIED_AGAIN_AFTER, () => this.written(group, true)),
        );
      },
      ended,
    );
  }

  #ended(batch: readonly Change[], failed: readonly string[]): void {
    const { agenda, clock } = this.#use;
    const found = batch.findIndex(({ sequenceNumber }) => failed.includes(sequenceNumber));
    const done = found < 0 ? batch.length : found;
    this.#changes.splice(0, done);
    this.#attempts = done > 0 ? (found < 0 ? 0 : 1) : this.#attempts + 1;
    if (done > 0) this.#batch = BATCH;
    const [first] = this.#changes;
    const isGivenUp = found >= 0 && first && (this.#attempts >= MOST_ATTEMPTS || clock() - first.at > OLDEST);
    if (isGivenUp) this.#giveUp();
    agenda.at(clock() + (found < 0 || isGivenUp ? 0 : waitAfter(this.#attempts)), () => {
      this.#isBusy = false;
      return this.#next();
    });
  }

  #giveUp(): void {
    const { agenda, clock, tell } = this.#use;
    const [{ group }] = this.#changes.splice(0, 1) as [Change];
    this.#attempts = 0;
    this.#batch = BATCH;
    this.#buried.push(`policy of ${group}`);
    agenda.at(clock() + REDRIVEN_AFTER, () => {
      tell(() => `an operator redrives the policy of ${group}`);
      this.written(group);
    });
  }
}
