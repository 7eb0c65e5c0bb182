import type { EvaluationQueue, LaterTrigger, SendOptions } from '../../shared/evaluation/ports.ts';
import type { Readouts, SourceReader, SourceRequest, SqsSource } from '../../shared/sources/index.ts';
import { Calls } from './calls.ts';

interface Counts {
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** SQS's counts, as set. `calls` counts `read`. */
export class FakeQueues implements SourceReader<SqsSource> {
  readonly calls = new Calls();
  readonly #counts = new Map<string, Counts>();

  set(name: string, counts: Partial<Counts>): void {
    this.#counts.set(name, { waiting: 0, inFlight: 0, delayed: 0, ...counts });
  }

  delete(name: string): void {
    this.#counts.delete(name);
  }

  async read(requests: readonly SourceRequest<SqsSource>[], now: number): Promise<Readouts> {
    await this.calls.enter('read');
    return new Map(
      requests.flatMap(({ key, config: { queue, count } }) => {
        const counts = this.#counts.get(queue);
        if (!counts) return [];
        const value = count === 'all' ? counts.waiting + counts.inFlight + counts.delayed : counts[count];
        return [[key, [{ at: now, value }]]];
      }),
    );
  }
}

/** The queue between schedule and evaluation: what was sent, in order. `calls` counts `send` and `sendLater`. */
export class FakeEvaluationQueue implements EvaluationQueue {
  readonly calls = new Calls();
  readonly sent: string[] = [];
  /** Groups that were sent with a delay, in order. */
  readonly later: { group: string; seconds: number; trigger: LaterTrigger }[] = [];

  /** Groups that were sent to be in one message. */
  readonly bundles: (readonly string[])[] = [];

  /** Groups that the schedule sent with a delay in seconds. */
  readonly paced: [string, number][] = [];

  async send(
    groups: readonly string[],
    { bundles = [], later = new Map<number, readonly string[]>() }: SendOptions = {},
  ): Promise<void> {
    await this.calls.enter('send');
    this.bundles.push(...bundles);
    this.sent.push(...groups);
    for (const [seconds, some] of later) this.paced.push(...some.map((group): [string, number] => [group, seconds]));
  }

  async sendLater(groups: readonly string[], seconds: number, trigger: LaterTrigger): Promise<void> {
    await this.calls.enter('sendLater');
    this.later.push(...groups.map((group) => ({ group, seconds, trigger })));
  }
}
