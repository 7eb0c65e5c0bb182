import type { Borrowed } from '../../aws/query/call.ts';
import { once } from '../../model/index.ts';
import type { SourceReader } from '../source-reader.ts';
import type { LambdaSource } from './schema.ts';

/** A reader that is loaded with the first metric from a function. */
export function lazyLambdaReader(
  borrowed: Borrowed,
  onUnanswered: (message: string) => void,
): SourceReader<LambdaSource> {
  const reader = once(async () => (await import('./reader.ts')).lambdaReader({ borrowed, onUnanswered }));
  return { read: async (...args) => (await reader()).read(...args) };
}
