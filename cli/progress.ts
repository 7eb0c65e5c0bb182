/** How many of several things are done. A wait for one of them goes on as long as others become done. */
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
