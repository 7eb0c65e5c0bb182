import { once } from '../../model/index.ts';
import type { SourceReader } from '../source-reader.ts';

/** A reader that is loaded with the first metric of its kind, because most stages have none. */
export function lazyReader<Config>(load: () => Promise<SourceReader<Config>>): SourceReader<Config> {
  const reader = once(load);
  return { read: async (...args) => (await reader()).read(...args) };
}
