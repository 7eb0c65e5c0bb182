import type { ValidationError } from '../../model/index.ts';
import { metricSource, type Policy } from '../../policy/index.ts';
import { receivingMetrics } from './could-change.ts';
import type { WrittenValue } from './document.ts';
import { pushError } from './reasons.ts';

/** How far a writer's clock may be ahead. */
const AHEAD_SECONDS = 10;
/** Older values would not be read by most rules, and each needs a write of its own. */
const OLDEST_SECONDS = 3600;

export interface Known {
  readonly policies: ReadonlyMap<string, Policy | null>;
  readonly foreign: ReadonlySet<string>;
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

function faultsOf({ group, metric, worker, path, of }: WrittenValue, { policies, foreign }: Known): ValidationError[] {
  const unknown =
    worker !== null && foreign.has(worker) ? [pushError(of.worker, 'push-unknown-worker', { worker })] : [];
  const policy = policies.get(group);
  if (!policy) return [pushError(of.group, 'push-unknown-group', { group }), ...unknown];
  const accepted = receivingMetrics(policy);
  if (accepted.has(metric)) return unknown;
  const source = metricSource(metric, policy.metrics);
  const fault = source
    ? pushError(path, 'push-metric-not-pushed', { group, metric, source: source.kind })
    : pushError(path, 'push-unknown-metric', { group, metric, accepted: [...accepted.keys()] });
  return [fault, ...unknown];
}

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
