/** The log of a run, one line per event. Lines become text only when somebody reads them. */
export class RunLog {
  readonly #lines: (() => string)[] = [];
  readonly #clock: () => number;

  /** `clock`: ms since the beginning. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  readonly tell = (told: () => string): void => {
    const at = this.#clock();
    this.#lines.push(() => `${clockText(at)}  ${told()}`);
  };

  get lines(): string[] {
    return this.#lines.map((line) => line());
  }
}

const two = (value: number): string => String(value).padStart(2, '0');
/** Hours, minutes and seconds since the beginning. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
