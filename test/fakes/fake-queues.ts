import type { EvaluationQueue, QueueCounts, Queues } from '../../shared/evaluation/ports.ts';
import { Calls } from './calls.ts';

/** SQS's counts, as set. `calls` counts `read`. */
export class FakeQueues implements Queues {
  readonly calls = new Calls();
  readonly #counts = new Map<string, QueueCounts>();

  set(name: string, counts: Partial<QueueCounts>): void {
    this.#counts.set(name, { waiting: 0, inFlight: 0, delayed: 0, ...counts });
  }

  delete(name: string): void {
    this.#counts.delete(name);
  }

  async read(names: readonly string[]): Promise<Map<string, QueueCounts>> {
    await this.calls.enter('read');
    return new Map(
      names.flatMap((name) => {
        const counts = this.#counts.get(name);
        return counts ? [[name, { ...counts }]] : [];
      }),
    );
  }
}

/** The queue between schedule and evaluation: what was sent, in order. `calls` counts `send` and `sendLater`. */
export class FakeEvaluationQueue implements EvaluationQueue {
  readonly calls = new Calls();
  readonly sent: string[] = [];
  /** Follow-ups, in order. */
  readonly later: { group: string; seconds: number }[] = [];

  async send(groups: readonly string[]): Promise<void> {
    await this.calls.enter('send');
    this.sent.push(...groups);
  }

  async sendLater(group: string, seconds: number): Promise<void> {
    await this.calls.enter('sendLater');
    this.later.push({ group, seconds });
  }
}
