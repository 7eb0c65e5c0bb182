import type { WaitingMessage, WaitingMessages } from '../../shared/operations/index.ts';
import { Calls } from './calls.ts';

/** A queue of failed messages. `calls` counts `receiveAll`, `delete` and `release`. */
export class FakeWaitingMessages implements WaitingMessages {
  readonly calls = new Calls();
  readonly #bodies = new Map<string, string>();
  readonly #hidden = new Set<string>();
  #sent = 0;

  /** Returns the message's id. */
  send(body: string): string {
    const id = `m${++this.#sent}`;
    this.#bodies.set(id, body);
    return id;
  }

  /** Bodies of all that is there, received or not. */
  kept(): string[] {
    return [...this.#bodies.values()];
  }

  async receiveAll(): Promise<WaitingMessage[]> {
    await this.calls.enter('receiveAll');
    const visible = [...this.#bodies].filter(([id]) => !this.#hidden.has(id));
    for (const [id] of visible) this.#hidden.add(id);
    return visible.map(([id, body]) => ({ id, body, receipt: id }));
  }

  async delete({ receipt }: WaitingMessage): Promise<void> {
    await this.calls.enter('delete');
    this.#bodies.delete(receipt);
  }

  async release({ receipt }: WaitingMessage): Promise<void> {
    await this.calls.enter('release');
    this.#hidden.delete(receipt);
  }
}
