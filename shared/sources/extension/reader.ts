import type { Borrowed } from '../../aws/query/call.ts';
import { awsAccess } from '../../aws/query/extension-access.ts';
import type { Datapoint } from '../../model/index.ts';
import { failedBecause, ReadFailure, type Readout, readFailure } from '../reading/read-failure.ts';
import type { SourceReader } from '../source-reader.ts';
import type { ExtensionReader, ExtensionReadout, SourceExtension } from './extension.ts';

interface Context {
  readonly borrowed: Borrowed;
  readonly warn: (message: string) => void;
}

/** The reader of a kind that an extension has added. */
export function extensionReader(written: unknown, { borrowed, warn }: Context): SourceReader {
  const make = written as SourceExtension['reader'];
  const reader: ExtensionReader = make({ aws: awsAccess(borrowed), clock: Date.now, warn });
  return {
    async read(requests, now) {
      let readouts: unknown;
      try {
        readouts = await reader.read(requests, now);
      } catch (error) {
        return new Map(requests.map(({ key }) => [key, failureOf(error)]));
      }
      if (!(readouts instanceof Map)) throw new Error('the source must return a Map of its results');
      // Other keys would replace what sources of another kind have read.
      const asked = requests.filter(({ key }) => readouts.has(key));
      return new Map(asked.map(({ key }) => [key, readoutOf(readouts.get(key))]));
    },
  };
}

function readoutOf(readout: ExtensionReadout): Readout {
  if (typeof readout !== 'object' || readout === null) return readFailure(new Error('the source answered nothing'));
  if (readout instanceof Error) return failureOf(readout);
  if ('code' in readout) return failedBecause(readout);
  if (!Array.isArray(readout))
    return readFailure(new Error('the source must return a list of datapoints for each request'));
  const wrong = readout.findIndex((each: unknown) => !isDatapoint(each));
  if (wrong >= 0) {
    const { at, value } = Object(readout[wrong]) as Record<string, unknown>;
    return readFailure(
      new Error(`the source returned a datapoint with at ${at} and value ${value}: both must be numbers`),
    );
  }
  return (readout as readonly Datapoint[]).toSorted((one, other) => one.at - other.at);
}

/** `aws.call` throws plain errors; the cause has the code with which AWS answered. */
function failureOf(error: unknown): ReadFailure {
  const { code, message, cause, isUnanswered } = readFailure(error);
  const { name = code } = error instanceof Error && code === 'Error' ? (Object(error.cause) as Partial<Error>) : {};
  return new ReadFailure(name, message, cause, undefined, isUnanswered);
}

/** Without this check, rules would compare texts and NaN with the numbers of the policy. */
const isDatapoint = (each: unknown): boolean => {
  const { at, value } = Object(each) as Record<string, unknown>;
  return Number.isFinite(at) && Number.isFinite(value);
};
