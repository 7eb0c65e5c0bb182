/** Remembers how wide the widest text is, in pixels. */
export class Widest {
  readonly #context = document.createElement('canvas').getContext('2d');
  width = 0;

  /** `font`: size and family, as in CSS. */
  add(text: string, font: string): void {
    if (!this.#context) return;
    this.#context.font = font;
    this.width = Math.max(this.width, this.#context.measureText(text).width);
  }
}
