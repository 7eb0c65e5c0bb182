/** How many of several things are done. Those that wait for one of them are patient as long as others are done. */
export class Progress {
  readonly of: number;
  #done = 0;

  constructor(of: number) {
    this.of = of;
  }

  get done(): number {
    return this.#done;
  }

  note(): void {
    this.#done += 1;
  }
}
