import { closeTo, type ValidationError, valueError } from '../../model/index.ts';
import { knownSourceKinds } from '../../sources/index.ts';

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
      if (!metric) return perhapsOfExtension(fault);
      const kind = fault.path.slice(metric.path.length + 1);
      const kinds = knownSourceKinds();
      return perhapsOfExtension(valueError(fault.path, 'unknown-kind', { kind, kinds, close: closeTo(kind, kinds) }));
    });
}

/** Where a kind of the policy is written: of a rule, a source or the provider. */
const KIND = /^(?:provider\.kind|rules\[\d+\]\.kind|metrics\.[^.]+\.[^.]+)$/;

/** A kind that is close to none may be one of an extension that is not registered here. */
function perhapsOfExtension(fault: ValidationError): ValidationError {
  const { kind, kinds, close } = fault.params as {
    kind?: string | null;
    kinds: readonly string[];
    close: string | null;
  };
  if (fault.code !== 'unknown-kind' || !KIND.test(fault.path) || typeof kind !== 'string' || close !== null)
    return fault;
  return valueError(fault.path, 'unknown-kind', { kind, kinds, close, extensible: true });
}

const isWithoutSource = ({ path, code, params }: ValidationError): boolean =>
  path.startsWith('metrics.') &&
  code === 'not-exactly-one' &&
  Array.isArray(params['written']) &&
  params['written'].length === 0;

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('.'));
