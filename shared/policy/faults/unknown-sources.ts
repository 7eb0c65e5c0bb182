import { closeTo, type ValidationError, valueError } from '../../model/index.ts';
import { sourceKinds } from '../../sources/index.ts';

/**
 * A metric whose only source is of an unknown kind has two errors: an unknown field, and no source. One error that names
 * the known kinds replaces them.
 */
export function withUnknownSources(faults: readonly ValidationError[]): ValidationError[] {
  const without = faults.filter(isWithoutSource);
  const unknown = (fault: ValidationError) =>
    fault.code === 'unknown-field' ? without.find(({ path }) => parentOf(fault.path) === path) : undefined;
  const replaced = new Set(faults.map(unknown));
  return faults
    .filter((fault) => !replaced.has(fault))
    .map((fault) => {
      const metric = unknown(fault);
      if (!metric) return fault;
      const kind = fault.path.slice(metric.path.length + 1);
      return valueError(fault.path, 'unknown-kind', { kind, kinds: sourceKinds, close: closeTo(kind, sourceKinds) });
    });
}

const isWithoutSource = ({ path, code, params }: ValidationError): boolean =>
  path.startsWith('metrics.') &&
  code === 'not-exactly-one' &&
  Array.isArray(params['written']) &&
  params['written'].length === 0;

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('.'));
