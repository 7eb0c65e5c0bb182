import type { Message } from '../../shared/providers/lambda/messages.ts';

interface FakeWorker {
  readonly launchedAt: number;
  readonly marks: Record<string, string>;
  busy: boolean;
  protected: boolean;
}

/** What a user's function for the provider lambda does, for one group in memory. A new worker is pending for a while. */
export class FakeFunction {
  readonly workers = new Map<string, FakeWorker>();
  /** By idempotency key. */
  readonly resizes: string[] = [];
  desired = 0;
  readonly #clock: () => number;
  readonly #pendingFor: number;
  #launched = 0;

  constructor(clock: () => number, pendingFor = 30_000) {
    this.#clock = clock;
    this.#pendingFor = pendingFor;
  }

  readonly handle = (message: Message): object => {
    switch (message.action) {
      case 'describe':
        return { desired: this.desired, workers: [...this.workers].map(([id, each]) => this.#shown(id, each)) };
      case 'resize':
        this.resizes.push(message.idempotencyKey);
        this.desired = message.desired;
        return { desired: this.desired };
      case 'terminate':
        return { gone: message.workers.filter((id) => this.#ends(id, message.evenBusy)) };
      case 'mark':
        for (const id of message.workers) this.#mark(id, message.marks);
        return {};
    }
  };

  /** Launches what is missing. */
  react(): void {
    while (this.workers.size < this.desired) {
      this.#launched += 1;
      const worker = { launchedAt: this.#clock(), marks: {}, busy: false, protected: false };
      this.workers.set(`vm-${this.#launched}`, worker);
    }
  }

  #shown(id: string, { launchedAt, marks, busy, protected: isProtected }: FakeWorker) {
    const state = this.#clock() - launchedAt >= this.#pendingFor ? 'ready' : 'pending';
    const at = new Date(launchedAt).toISOString();
    return { id, state, launchedAt: at, zone: 'a', protected: isProtected, ...(busy && { busy }), marks };
  }

  #ends(id: string, evenBusy: boolean): boolean {
    const worker = this.workers.get(id);
    if (worker?.protected || (worker?.busy && !evenBusy)) return false;
    if (this.workers.delete(id)) this.desired -= 1;
    return true;
  }

  #mark(id: string, marks: Readonly<Record<string, string | null>>): void {
    const worker = this.workers.get(id);
    for (const [key, value] of Object.entries(worker ? marks : {})) {
      if (worker && value !== null) worker.marks[key] = value;
      else delete worker?.marks[key];
    }
  }
}
