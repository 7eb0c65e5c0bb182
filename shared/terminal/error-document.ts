import { inspect } from 'node:util';
import { CommanderError } from 'commander';
import {
  type DocumentFault,
  InvalidInputError,
  ReasonedError,
  type ReasonParams,
  UserError,
  withFullStop,
} from '../model/index.ts';
import { EXIT, InterruptedError } from './exit-codes.ts';

/** An error for people and programs, as every command prints it under `--json`. */
export interface ErrorDocument {
  readonly code: string;
  readonly message: string;
  /** What to do about it; null if nothing is to be done. */
  readonly remedy: string | null;
  readonly params: ReasonParams;
  /** What is wrong with each document; absent for errors that are not about a document. */
  readonly faults?: readonly DocumentFault[];
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof InterruptedError) return EXIT.interrupted;
  return error instanceof InvalidInputError ? EXIT.usage : EXIT.failed;
}

export const errorText = (error: unknown, { message, remedy }: ErrorDocument): string =>
  error instanceof UserError ? error.message : remedy === null ? message : `${withFullStop(message)} ${remedy}`;

export function errorDocument(error: unknown): ErrorDocument {
  if (error instanceof UserError) {
    const { reason, sentence, remedy, faults } = error;
    return {
      code: reason.code,
      message: sentence,
      remedy,
      params: reason.params,
      ...(faults.length > 0 && { faults }),
    };
  }
  if (error instanceof ReasonedError) {
    const { code, params } = error.reason;
    return { code, message: error.message, remedy: null, params };
  }
  if (error instanceof InterruptedError) return plain('interrupted', error.message);
  if (error instanceof CommanderError) return usage(error);
  const message = error instanceof Error ? named(error) : String(error);
  return plain('unexpected', message, 'Run the command again with --debug to see where it comes from.');
}

const plain = (code: string, message: string, remedy: string | null = null): ErrorDocument => ({
  code,
  message,
  remedy,
  params: {},
});

const named = ({ name, message }: Error): string => (name === 'Error' ? message : `${name}: ${message}`);

/** Commander's `commander.unknownOption` is our `unknown-option`. */
function usage({ code, message }: CommanderError): ErrorDocument {
  const words = code.replace(/^commander\./, '').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const said = message.replace(/^error: /, '').replaceAll(/\s+/g, ' ');
  return plain(words, said, 'Run the command with --help for its usage.');
}

/** Where an error comes from, with its causes. */
export const stackOf = (error: unknown): string => inspect(error, { depth: 5 });
