import { closeTo, type ValidationError, valueError } from '../../model/index.ts';
import { knownSourceKinds } from '../../sources/index.ts';
import { policyError } from '../reasons.ts';

/**
 * A metric without a known source has an error for that, and one for each unknown field. One error that names the known
 * kinds replaces them: of the field, if there is one, or else of the metric, whose fields cannot all be sources.
 */
export function withUnknownSources(faults: readonly ValidationError[]): ValidationError[] {
  const replacements = new Map<ValidationError, ValidationError[]>();
  for (const without of faults.filter(isWithoutSource)) {
    const unknown = faults.filter(({ code, path }) => code === 'unknown-field' && parentOf(path) === without.path);
    const [first] = unknown;
    if (!first) continue;
    for (const fault of [without, ...unknown]) replacements.set(fault, []);
    const written = unknown.map(({ path }) => path.slice(without.path.length + 1));
    replacements.set(first, [sourceError(without.path, written)]);
  }
  return faults.flatMap((fault) => replacements.get(fault) ?? [fault]).map(perhapsOfExtension);
}

function sourceError(path: string, written: readonly string[]): ValidationError {
  const kinds = knownSourceKinds();
  const [kind, another] = written;
  if (kind === undefined || another !== undefined) return policyError(path, 'source-expected', { written, kinds });
  return valueError(`${path}.${kind}`, 'unknown-kind', { kind, kinds, close: closeTo(kind, kinds) });
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
