import type { StatusChecks } from '../../../shared/providers/ec2/ports.ts';
import { Calls } from '../calls.ts';

/** EC2's status checks, as set. `calls` counts `impaired`. */
export class FakeStatusChecks implements StatusChecks {
  readonly calls = new Calls();
  readonly #impaired = new Set<string>();
  readonly #isRunning: (id: string) => boolean;

  constructor(isRunning: (id: string) => boolean = () => true) {
    this.#isRunning = isRunning;
  }

  /** The worker's checks fail from now on, or pass again. */
  impair(id: string, impaired = true): void {
    if (impaired) this.#impaired.add(id);
    else this.#impaired.delete(id);
  }

  async impaired(): Promise<ReadonlySet<string>> {
    await this.calls.enter('impaired');
    return new Set([...this.#impaired].filter(this.#isRunning));
  }
}
