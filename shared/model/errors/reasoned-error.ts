import type { Reason, ReasonCatalog } from '../reasons/reason.ts';
import { rendererOf } from '../reasons/renderer.ts';
import { reasons as written } from '../reasons/written.ts';
import { reasons as validation } from '../validation/validation-reasons.ts';
import { withFullStop } from './user-error.ts';

/** A failure that somebody can act on; its reason says what to do. */
export class ReasonedError extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Makes errors from the reasons of some catalogs. The message is the sentence, so that it can be logged anywhere. */
export function reasonedErrors(
  ...catalogs: readonly ReasonCatalog[]
): (reason: Reason, options?: ErrorOptions) => ReasonedError {
  const render = rendererOf([...catalogs, validation, written]);
  return (reason, options) => new ReasonedError(reason, withFullStop(render(reason)), options);
}

/** The reason of an error; for one without a reason, its name and message, as a text. */
export const reasonOfError = (error: unknown, otherwise: (text: string) => Reason): Reason =>
  error instanceof ReasonedError ? error.reason : otherwise(errorText(error));

/** The message of an error, with its name where that says more: AWS's codes are names. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isPlain = error.name === 'Error' || error instanceof ReasonedError;
  return isPlain ? error.message : `${error.name}: ${error.message}`;
}
