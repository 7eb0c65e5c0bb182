import type { ValidationError } from '../../model/index.ts';
import { metricSource, type Policy, receivingMetrics } from '../../policy/index.ts';
import type { KnownWorker } from '../ports.ts';
import type { WrittenValue } from './document.ts';
import { MOST_UNKNOWN } from './memory.ts';
import { pushError } from './reasons.ts';

/** How far a writer's clock may be ahead. */
const AHEAD_SECONDS = 10;
/** Older values would not be read by most rules, and each needs a write of its own. */
const OLDEST_SECONDS = 3600;

export interface Known {
  /** Null for a group without an active policy; without an entry if it was not looked up. */
  readonly policies: ReadonlyMap<string, Policy | null>;
  /** Null for an id of no worker; without an entry if it was not looked up. */
  readonly workers: ReadonlyMap<string, KnownWorker | null>;
  readonly now: number;
}

/** The values that can be stored, and every fault of the others. A fault that concerns many values is listed once. */
export function checkedValues(
  written: readonly WrittenValue[],
  known: Known,
): { valid: WrittenValue[]; faults: ValidationError[] } {
  const faults = new Map<string, ValidationError>();
  const valid = written.filter((value) => {
    const found = [...faultsOf(value, known), ...timeFaults(value, known.now)];
    for (const fault of found) faults.set(`${fault.path} ${fault.code}`, fault);
    return found.length === 0;
  });
  return {
    valid: valid.map((value) => ({ ...value, at: Math.min(value.at, known.now) })),
    faults: [...faults.values()],
  };
}

/** Groups whose policy does not accept a value. It may have changed since it was read. */
export const groupsInDoubt = (written: readonly WrittenValue[], policies: Known['policies']): string[] => {
  const groups = written.flatMap(({ group, metric }) => {
    const policy = policies.get(group);
    return policy && receivingMetrics(policy).has(metric) ? [] : group;
  });
  return [...new Set(groups)];
};

function faultsOf(value: WrittenValue, { policies, workers }: Known): ValidationError[] {
  const { group, metric, path, of } = value;
  const ofWorker = workerFaults(value, workers);
  const policy = policies.get(group);
  if (policy === undefined) return [tooManyUnknown(), ...ofWorker];
  if (policy === null) return [pushError(of.group, 'push-unknown-group', { group }), ...ofWorker];
  const accepted = receivingMetrics(policy);
  if (accepted.has(metric)) return ofWorker;
  const source = metricSource(metric, policy.metrics);
  const fault = source
    ? pushError(path, 'push-metric-not-pushed', { group, metric, source: source.kind })
    : pushError(path, 'push-unknown-metric', { group, metric, accepted: [...accepted.keys()] });
  return [fault, ...ofWorker];
}

/** An event does not prove who put it, but it can't change what other groups see of their workers. */
function workerFaults({ group, worker, of }: WrittenValue, workers: Known['workers']): ValidationError[] {
  if (worker === null) return [];
  const known = workers.get(worker);
  if (known === undefined) return [tooManyUnknown()];
  if (known === null) return [pushError(of.worker, 'push-unknown-worker', { worker })];
  if (known.group === null || known.group === group) return [];
  return [pushError(of.worker, 'push-worker-of-other-group', { worker, group, of: known.group })];
}

const tooManyUnknown = () => pushError('', 'push-too-many-unknown', { most: MOST_UNKNOWN });

function timeFaults({ at, of }: WrittenValue, now: number): ValidationError[] {
  const text = (time: number) => new Date(time).toISOString();
  if (at > now + AHEAD_SECONDS * 1000) {
    return [pushError(of.at, 'push-in-future', { at: text(at), now: text(now), seconds: AHEAD_SECONDS })];
  }
  if (at < now - OLDEST_SECONDS * 1000) {
    return [pushError(of.at, 'push-too-old', { at: text(at), seconds: OLDEST_SECONDS })];
  }
  return [];
}
