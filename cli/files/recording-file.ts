import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { TextDecoder } from 'node:util';
import {
  type DemandPoint,
  type DemandSteps,
  demandSteps,
  GapsOfRecording,
  parseRecording,
  type Recording,
  RecordingError,
  readRecording,
  type Scenario,
} from '../../shared/simulation/index.ts';
import { errors } from '../errors/index.ts';
import { decoderOf } from './decoder.ts';
import { nameOf, unreadable } from './documents.ts';

const CHUNK_BYTES = 65_536;

/**
 * The demand in a CSV file. Every iteration reads the file again, so that it is never in memory as a whole. Standard
 * input (`-`) and pipes are read once, into memory.
 */
function recordingFile(path: string): Recording {
  const stream = withFaults(path, () => streamOf(path));
  if (stream !== null) {
    const text = withFaults(path, () => [...chunksOf(stream)].join(''));
    if (text === '') throw empty(path);
    return withFaults(path, () => parseRecording(text));
  }
  if (withFaults(path, () => statSync(path)).size === 0) throw empty(path);
  const recording = { [Symbol.iterator]: () => pointsOf(path) };
  withFaults(path, () => {
    const [first, second] = recording;
    if (!first || !second) throw new RecordingError('a recording must have at least two datapoints');
  });
  return recording;
}

const empty = (path: string) => errors['input-empty']({ file: nameOf(path) });

/** Standard input, or an opened pipe such as the one that a shell passes for `<(command)`; null for a file or a folder. */
function streamOf(path: string): number | null {
  if (path === '-') return 0;
  const found = statSync(path);
  return found.isFile() || found.isDirectory() ? null : openSync(path, 'r');
}

/** The demand in a CSV file, in the steps of a scenario. `notes`: what it lacks. Call it after the steps were read. */
export function demandFile(path: string, scenario: Scenario): DemandSteps & { readonly notes: () => string[] } {
  const recording = new GapsOfRecording(recordingFile(path), scenario);
  try {
    return { ...demandSteps(recording, scenario), notes: () => recording.notes() };
  } catch (cause) {
    if (cause instanceof RangeError)
      throw errors['invalid-recording']({ file: nameOf(path), why: cause.message }, cause);
    throw cause;
  }
}

function* pointsOf(path: string): Generator<DemandPoint> {
  const file = withFaults(path, () => openSync(path, 'r'));
  try {
    const points = readRecording(linesOf(chunksOf(file)));
    for (;;) {
      const next = withFaults(path, () => points.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    closeSync(file);
  }
}

function* chunksOf(file: number): Generator<string> {
  let decoder: TextDecoder | undefined;
  const bytes = Buffer.alloc(CHUNK_BYTES);
  for (let read = readSync(file, bytes); read > 0; read = readSync(file, bytes)) {
    const chunk = bytes.subarray(0, read);
    decoder ??= decoderOf(chunk);
    yield decoder.decode(chunk, { stream: true });
  }
}

function* linesOf(chunks: Iterable<string>): Generator<string> {
  let rest = '';
  for (const chunk of chunks) {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function withFaults<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof RecordingError)
      throw errors['invalid-recording']({ file: nameOf(path), why: cause.message }, cause);
    if ((cause as NodeJS.ErrnoException).code !== undefined) throw unreadable(path, cause);
    throw cause;
  }
}
