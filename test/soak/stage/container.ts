import { type EvaluationQueue, PolicyCache, RememberedRequests } from '../../../shared/evaluation/index.ts';

type Sending = Pick<EvaluationQueue, 'send'>;

/** What a warm function keeps between its runs. */
export class Container {
  readonly policies = new PolicyCache();
  readonly #requests: RememberedRequests;
  #sending: Sending = { send: async () => {} };

  constructor(clock: () => number) {
    this.#requests = new RememberedRequests({ send: (groups) => this.#sending.send(groups) }, clock, () => {});
  }

  /** Requests for tunings, sent by the process that runs now. */
  tunings(sending: Sending): RememberedRequests['request'] {
    return (due) => {
      this.#sending = sending;
      return this.#requests.request(due);
    };
  }
}
