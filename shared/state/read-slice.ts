import type { ValidationError } from '../model/index.ts';
import type { Slice } from './slice.ts';
import { invalidSlice, newerVersion, noNumber } from './state-error.ts';

/**
 * A slice as it was written, checked. `schemaVersion`: the one it was written in. Throws a `StateError` that names group,
 * slice and field for one of a newer version, and for one that was tampered with.
 */
export function readSlice<T>(
  group: string,
  { name, shape, schemaVersion: known }: Pick<Slice<T>, 'name' | 'shape' | 'schemaVersion'>,
  written: unknown,
  schemaVersion: unknown = known,
): T {
  if (typeof schemaVersion !== 'number') throw noNumber(group, name, 'schemaVersion');
  if (schemaVersion > known) throw newerVersion(group, name, schemaVersion, known);
  const faults: ValidationError[] = [];
  const read = shape.read(written, [], faults);
  const [fault] = faults;
  if (fault) throw invalidSlice(group, name, fault.path, fault);
  return read;
}
