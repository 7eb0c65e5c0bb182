import type { Reason, ReasonCatalog, ReasonDefinition, ReasonParams, Render } from '../reasons/reason.ts';
import { withoutReasons } from '../reasons/renderer.ts';
import type { ValidationError } from '../validation/validation-error.ts';

/** A validation error, and the document that has it, such as `The policy web.yaml`. */
export interface DocumentFault extends ValidationError {
  readonly document: string;
}

interface About extends ErrorOptions {
  readonly reason?: Reason;
  /** What to do about it; null if nothing is to be done. */
  readonly remedy?: string | null;
  /** What is wrong with the documents that the error is about. */
  readonly faults?: readonly DocumentFault[];
}

/**
 * An operation failed for a reason that a person can act on. The message has a full sentence, and then what to do.
 * `reason` is the same for programs.
 */
export class UserError extends Error {
  override name = 'UserError';
  readonly reason: Reason;
  readonly sentence: string;
  readonly remedy: string | null;
  readonly faults: readonly DocumentFault[];
  /** Whether its code says what has failed. */
  readonly isCoded: boolean;

  constructor(sentence: string, { reason = NO_CODE, remedy = null, faults = [], ...options }: About = {}) {
    super(remedy === null ? sentence : `${sentence}${remedy.startsWith('\n') ? '' : ' '}${remedy}`, options);
    this.reason = reason;
    this.sentence = sentence;
    this.remedy = remedy?.trim() ?? null;
    this.faults = faults;
    this.isCoded = reason !== NO_CODE && reason !== INVALID;
  }
}
const NO_CODE: Reason = { code: 'failed', params: {} };

/** The input or the usage is wrong. Programs report it with an exit code of its own. */
export class InvalidInputError extends UserError {
  override name = 'InvalidInputError';

  constructor(sentence: string, { reason = INVALID, ...about }: About = {}) {
    super(sentence, { reason, ...about });
  }
}
const INVALID: Reason = { code: 'invalid-input', params: {} };

export const invalid = (message: string, cause?: unknown): InvalidInputError =>
  new InvalidInputError(message, { cause });

/** An error for people as a code: its sentence, and what to do. */
export interface ErrorDefinition<Params = never> extends ReasonDefinition<Params> {
  readonly remedy: ((params: Params, sentence: Render) => string) | null;
  readonly isUsage: boolean;
}

type Text<Params> = (params: Params, sentence: Render) => string;

/** Declares an error with which an operation fails: its meaning, its sentence and its remedy. */
export const failure = <Params extends ReasonParams>(
  meaning: string,
  text: Text<Params>,
  remedy: Text<Params> | null = null,
): ErrorDefinition<Params> => ({ meaning, text, remedy, isUsage: false });

/** Declares an error of what a person has written: arguments, options or files. */
export const misuse = <Params extends ReasonParams>(
  meaning: string,
  text: Text<Params>,
  remedy: Text<Params> | null = null,
): ErrorDefinition<Params> => ({ meaning, text, remedy, isUsage: true });

type Errors<Catalog> = {
  readonly [Code in keyof Catalog & string]: Catalog[Code] extends ErrorDefinition<infer Params>
    ? (params: Params, cause?: unknown) => UserError
    : never;
};

/**
 * Makes the errors of a catalog: `throw errors['unknown-group']({ group, table })`. `render` renders reasons that are
 * carried among the parameters.
 */
export function userErrors<const Catalog extends ReasonCatalog>(
  catalog: Catalog,
  render: Render = UNRENDERED,
): Errors<Catalog> {
  const made: Record<string, (params: ReasonParams, cause?: unknown) => UserError> = {};
  for (const [code, definition] of Object.entries(catalog as unknown as Definitions)) {
    made[code] = (params, cause) => {
      const { text, remedy, isUsage } = definition;
      const about = { reason: { code, params }, remedy: remedy?.(params, render) || null, cause };
      const sentence = withFullStop(text(params, render));
      return isUsage ? new InvalidInputError(sentence, about) : new UserError(sentence, about);
    };
  }
  return made as Errors<Catalog>;
}

/** For catalogs whose errors carry no other reasons. */
const UNRENDERED: Render = withoutReasons(({ code }) => code);

type Definitions = Readonly<Record<string, ErrorDefinition<ReasonParams>>>;

/** Text that ends as a sentence does. A list of several lines needs no full stop. */
export const withFullStop = (text: string): string => (/[.:!?]$|\n/.test(text) ? text : `${text}.`);
