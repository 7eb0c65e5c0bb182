import { closeSync, lstatSync, openSync, realpathSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { ENDING_SIGNALS } from '../../shared/terminal/index.ts';
import { errors } from '../errors/index.ts';

/**
 * A file that is written completely or not at all: a temporary file beside it replaces it on `keep`. After `drop` or a
 * signal, the previous file is unchanged. Signals are only handled when the event loop runs. What is not a regular file
 * (a pipe, a terminal) is written directly, because it cannot be replaced.
 */
export class WholeFile {
  readonly path: string;
  readonly #place: Place;
  readonly #written: string;
  readonly #file: number;
  #isOpen = true;

  constructor(path: string) {
    this.path = path;
    this.#place = placeOf(path);
    this.#written = this.#place.isReplaceable ? `${this.#place.path}.${process.pid}.part` : this.#place.path;
    try {
      this.#file = openSync(this.#written, 'w');
    } catch (cause) {
      throw unwritable(path, cause);
    }
    for (const signal of ENDING_SIGNALS) process.on(signal, this.#ended);
  }

  write(text: string): void {
    try {
      // A pipe may accept only a part.
      for (let rest = Buffer.from(text); rest.length > 0; ) rest = rest.subarray(writeSync(this.#file, rest));
    } catch (cause) {
      throw unwritable(this.path, cause);
    }
  }

  keep(): void {
    this.#close();
    try {
      if (this.#place.isReplaceable) renameSync(this.#written, this.#place.path);
    } catch (cause) {
      throw unwritable(this.path, cause);
    }
  }

  /** Does nothing after `keep`. */
  drop(): void {
    if (!this.#isOpen) return;
    this.#close();
    if (this.#place.isReplaceable) unlinkSync(this.#written);
  }

  #close(): void {
    for (const signal of ENDING_SIGNALS) process.removeListener(signal, this.#ended);
    closeSync(this.#file);
    this.#isOpen = false;
  }

  readonly #ended = (signal: NodeJS.Signals): void => {
    this.drop();
    // This was the last listener: send the signal again, so that it ends the process as usual.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
}

interface Place {
  readonly path: string;
  readonly isReplaceable: boolean;
}

/** Resolves a symbolic link: its target is replaced, not the link. */
function placeOf(path: string): Place {
  try {
    const real = realpathSync(path);
    return { path: real, isReplaceable: lstatSync(real).isFile() };
  } catch {
    return { path, isReplaceable: true };
  }
}

function unwritable(path: string, cause: unknown): Error {
  const { code } = cause as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: 'its folder does not exist',
    ENOTDIR: 'its folder does not exist',
    EISDIR: 'it is a folder',
    EACCES: 'you have no permission to write it',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
  };
  return errors['output-unwritable']({ file: path, why: reasons[code ?? ''] ?? String(code) }, cause);
}
