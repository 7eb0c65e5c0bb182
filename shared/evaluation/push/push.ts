import type { ValidationError } from '../../model/index.ts';
import type { PushedValues } from '../../sources/index.ts';
import type { AcceptedPolicies, GroupStates } from '../ports.ts';
import { checkedValues, groupsInDoubt } from './checked.ts';
import { readPush, type WrittenValue } from './document.ts';
import { MOST_PER_MINUTE, type PushMemory } from './memory.ts';
import { pushError } from './reasons.ts';
import { type WakeUse, type Woken, wake } from './wake.ts';

export interface PushUse extends WakeUse {
  readonly states: Pick<GroupStates, 'read' | 'knownWorker'>;
  readonly policies: AcceptedPolicies;
  readonly values: Pick<PushedValues, 'put'>;
  readonly memory: PushMemory;
}

export interface PushRequest {
  /** As somebody wrote it. */
  readonly written: unknown;
  /** Group and worker of documents that name none, and the time of values without one. */
  readonly group?: string | undefined;
  readonly worker?: string | undefined;
  readonly at?: number | undefined;
  /** Whether a fault rejects everything. Otherwise only the values with a fault are left out. */
  readonly isWhole: boolean;
}

export interface Pushed {
  /** How many values were stored. */
  readonly stored: number;
  readonly groups: readonly string[];
  readonly woken: readonly Woken[];
  readonly faults: readonly ValidationError[];
}

/** Stores pushed values, and evaluates the groups whose decision they could change. Every way to push leads here. */
export async function push(request: PushRequest, use: PushUse): Promise<Pushed> {
  const now = use.clock();
  const read = readPush(request.written, { ...request, at: request.at ?? now });
  const { valid, faults: found, policies } = await checkedByPolicies(read.values, use, now);
  const admitted = admittedValues(valid, use.memory, now);
  const faults = [...read.faults, ...found, ...admitted.faults];
  const values = faults.length > 0 && request.isWhole ? [] : admitted.values;
  if (values.length === 0) return { stored: 0, groups: [], woken: [], faults };
  const stored = values.map(({ group, metric, worker, at, value }) => ({ group, metric, worker, at, value }));
  const excessive = await use.values.put(stored, now);
  faults.push(...[...excessive].map((group) => tooLarge(group, values)));
  const kept = stored.filter(({ group }) => !excessive.has(group));
  const woken = await wake(kept, policies, use);
  return { stored: kept.length, groups: [...new Set(kept.map(({ group }) => group))], woken, faults };
}

const tooLarge = (group: string, values: readonly WrittenValue[]) =>
  pushError(values.find((value) => value.group === group)?.of.group ?? '', 'push-too-large', { group });

/** Checks values by the policies in memory, and those that they do not accept by the newest ones. */
async function checkedByPolicies(written: readonly WrittenValue[], use: PushUse, now: number) {
  const ids = new Set(written.flatMap(({ worker }) => worker ?? []));
  const workers = await use.memory.workersOf([...ids], use);
  const groups = [...new Set(written.map(({ group }) => group))];
  const known = await use.memory.policiesOf(groups, use, now);
  const newest = await use.memory.newestOf(groupsInDoubt(written, known), use, now);
  const policies = new Map([...known, ...newest]);
  return { ...checkedValues(written, { policies, workers, now }), policies };
}

function admittedValues(
  values: readonly WrittenValue[],
  memory: PushMemory,
  now: number,
): { values: WrittenValue[]; faults: ValidationError[] } {
  const subjects = new Map(values.map((value) => [value.worker ?? value.group, value]));
  const excess = [...subjects].filter(([subject]) => memory.isTooOften(subject, now));
  const refused = new Set(excess.map(([subject]) => subject));
  return {
    values: values.filter(({ worker, group }) => !refused.has(worker ?? group)),
    faults: excess.map(([of, { of: place, worker }]) =>
      pushError(worker === null ? place.group : place.worker, 'push-too-often', { of, most: MOST_PER_MINUTE }),
    ),
  };
}
