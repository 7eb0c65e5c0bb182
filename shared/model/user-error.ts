/** An operation failed for a reason that a person can act on: the message is a full sentence that says what to do. */
export class UserError extends Error {
  override name = 'UserError';
}

/** The input or the usage is wrong. Programs report it with an exit code of its own. */
export class InvalidInputError extends UserError {
  override name = 'InvalidInputError';
}

export const invalid = (message: string, cause?: unknown): InvalidInputError =>
  new InvalidInputError(message, { cause });
