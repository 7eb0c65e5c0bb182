import { type Fault, faultText } from '../shared/policy/index.ts';
import { awsSentence } from './aws-sentences.ts';

/** Exit codes of every command. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** Something the person can mend: the message is a sentence that says what to do. */
export class Failure extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number = EXIT.failed, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Wrong usage or invalid input. */
export const invalid = (message: string, cause?: unknown): Failure => new Failure(message, EXIT.usage, { cause });

/** An invalid document: every fault on a line of its own; of what no person wrote, no more than `most`. */
export function invalidDocument(what: string, faults: readonly Fault[], most = Infinity): Failure {
  const lines = faults.slice(0, most).map((fault) => `  ${faultText(fault)}`);
  const more = faults.length > most ? [`  and ${faults.length - most} more like these`] : [];
  return invalid([`${what} is not valid:`, ...lines, ...more].join('\n'));
}

/** The sentence and exit code for anything thrown; AWS's own errors are put into words. */
export function explain(error: unknown, table?: string): { message: string; exitCode: number } {
  if (error instanceof Failure) return { message: error.message, exitCode: error.exitCode };
  return { message: awsSentence(error, table) ?? plainSentence(error), exitCode: EXIT.failed };
}

function plainSentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
}
