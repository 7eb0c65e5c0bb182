import type { Borrowed } from '../../aws/query/call.ts';
import { awsAccess } from '../../aws/query/extension-access.ts';
import { failedBecause, type Readout, readFailure } from '../reading/read-failure.ts';
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
      const readouts = await reader.read(requests, now);
      return new Map([...readouts].map(([key, readout]) => [key, readoutOf(readout)]));
    },
  };
}

function readoutOf(readout: ExtensionReadout): Readout {
  if (typeof readout !== 'object' || readout === null) return readFailure(new Error('the source answered nothing'));
  if (readout instanceof Error) return readFailure(readout);
  return 'code' in readout ? failedBecause(readout) : readout;
}
