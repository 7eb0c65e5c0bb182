import { closeSync, lstatSync, openSync, realpathSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { invalid } from '../../shared/model/index.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A file that is there as a whole or not at all: written beside its place, and put there by `keep`. What `drop` or a
 * signal ends leaves what was there before. A signal is heard only by whoever lets the process listen now and then. What
 * is no regular file (a pipe, a terminal) is written to at once, for nothing can take its place.
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
    for (const signal of SIGNALS) process.on(signal, this.#ended);
  }

  write(text: string): void {
    try {
      // A pipe may take less than it is given.
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

  /** Does nothing to a file that is kept. */
  drop(): void {
    if (!this.#isOpen) return;
    this.#close();
    if (this.#place.isReplaceable) unlinkSync(this.#written);
  }

  #close(): void {
    for (const signal of SIGNALS) process.removeListener(signal, this.#ended);
    closeSync(this.#file);
    this.#isOpen = false;
  }

  readonly #ended = (signal: NodeJS.Signals): void => {
    this.drop();
    // The last who listened is gone: now it ends the process, as it would have.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
}

interface Place {
  readonly path: string;
  readonly isReplaceable: boolean;
}

/** What a name stands for: a link's file is replaced, not the link. */
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
  return invalid(`${path} cannot be written: ${reasons[code ?? ''] ?? String(code)}.`, cause);
}
