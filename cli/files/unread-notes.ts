import { meantText, valueError } from '../../shared/model/index.ts';
import type { UnreadField, ValidationError } from '../../shared/policy/index.ts';
import { printNote } from '../../shared/terminal/index.ts';

/** A file may have thousands of cases, each with a name of its own. */
const MOST_NOTES = 20;

/** Warnings of unknown fields of an observation, for JSON; no warnings if there are none. */
export const unreadWarnings = (fields: readonly UnreadField[]): { readonly warnings?: readonly ValidationError[] } =>
  fields.length === 0
    ? {}
    : { warnings: fields.map(({ path, close }) => valueError(path, 'unknown-field', close === null ? {} : { close })) };

/** Notes on fields of observations that nothing reads: each name once in a file, whichever worker or case has it. */
export class UnreadNotes {
  readonly #file: string;
  readonly #noted = new Set<string>();

  constructor(file: string) {
    this.#file = file;
  }

  /** `where`: what the fields are in, before their path. */
  note(fields: readonly UnreadField[], where = ''): void {
    for (const { path, close } of fields) {
      const place = path.replaceAll(/\[\d+\]/g, '');
      if (this.#noted.size > MOST_NOTES || this.#noted.has(place)) continue;
      this.#noted.add(place);
      printNote(
        this.#noted.size > MOST_NOTES
          ? `Note: ${this.#file} has more unknown fields.`
          : `Note: ${this.#file}: ${where}${path} is not a known field, so it has no effect${meantText(close, '.')}`,
      );
    }
  }
}
