import type * as z from 'zod';
import { faultsOf, PARSING, valueError } from '../model/index.ts';
import type { Slice } from './slice.ts';
import { invalidSlice, newerVersion, noNumber } from './state-error.ts';

/**
 * A slice as it was written, checked. `schemaVersion`: the one it was written in. Throws a `StateError` that names group,
 * slice and field for one of a newer version, and for one that was tampered with.
 */
export function readSlice<Schema extends z.ZodType>(
  group: string,
  { name, schema, schemaVersion: known }: Pick<Slice<Schema>, 'name' | 'schema' | 'schemaVersion'>,
  written: unknown,
  schemaVersion: unknown = known,
): z.output<Schema> {
  if (typeof schemaVersion !== 'number') throw noNumber(group, name, 'schemaVersion');
  if (schemaVersion > known) throw newerVersion(group, name, schemaVersion, known);
  const parsed = schema.safeParse(written, PARSING);
  if (parsed.success) return parsed.data;
  const [fault = valueError('', 'wrong-type', { expected: 'map' })] = faultsOf(parsed.error);
  throw invalidSlice(group, name, fault.path, fault);
}
