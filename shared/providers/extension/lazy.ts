import { extended } from '../../model/index.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { lazyAdapter } from '../lazy-adapter.ts';

/** The adapters of the kinds of extensions, each loaded with the first group of its kind. */
export const lazyExtensions = (context: AdapterContext) =>
  Object.fromEntries(
    [...extended().providers].map(([kind, { adapter }]) => [
      kind,
      lazyAdapter(async () => (await import('./adapter.ts')).extensionAdapter(kind, adapter, context)),
    ]),
  );
