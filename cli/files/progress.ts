const WIDTH = 30;
/** Short enough to look alive, long enough to cost nothing. */
const EVERY_MS = 100;

/** A progress bar on standard error. Shows nothing in a pipe, in a log, and with `--json`. */
export class Progress {
  readonly #total: number;
  readonly #shown: boolean;
  #done = 0;
  #drawnAt = 0;

  constructor(total: number, { silent = false }: { readonly silent?: boolean } = {}) {
    this.#total = Math.max(1, total);
    this.#shown = !silent && process.stderr.isTTY === true;
  }

  step(label: string): void {
    this.#done += 1;
    if (!this.#shown || (this.#done & 255) !== 0) return;
    const now = Date.now();
    if (now - this.#drawnAt < EVERY_MS) return;
    this.#drawnAt = now;
    const share = Math.min(1, this.#done / this.#total);
    const full = Math.round(share * WIDTH);
    const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
    process.stderr.write(`\r${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${label}\u001b[K`);
  }

  end(): void {
    if (this.#shown) process.stderr.write('\r\u001b[K');
  }
}
