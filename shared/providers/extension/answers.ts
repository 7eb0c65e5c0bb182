import type { Reason } from '../../model/index.ts';
import type { DescribedWorker, DescribedWorkers } from './extension.ts';

const STATES: readonly unknown[] = ['pending', 'ready', 'unhealthy'] satisfies DescribedWorker['state'][];
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isReason = (value: unknown): value is Reason => isText(Object(value).code);
const isTexts = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every(isText);

/** Optional fields, and what their values must be. */
const OPTIONAL: readonly (readonly [keyof DescribedWorker, (value: unknown) => boolean, string])[] = [
  ['launchedAt', Number.isFinite, 'milliseconds since the epoch'],
  ['zone', isText, 'a text'],
  ['protected', isFlag, 'true or false'],
  ['busy', isFlag, 'true or false'],
  ['marks', isTexts, 'an object of texts'],
];

/** The answer of `describe`. Throws if it cannot be true, because it would launch or terminate the wrong workers. */
export function describedIn(answer: unknown): DescribedWorkers {
  const { desired, workers, notes = [] } = Object(answer) as Record<keyof DescribedWorkers, unknown>;
  if (!isCount(desired))
    throw new Error(`it described ${shown(desired)} desired workers, which must be a whole number from 0`);
  if (!Array.isArray(workers)) throw new Error('it described the group without a list of workers');
  if (!Array.isArray(notes) || !notes.every(isReason))
    throw new Error('it described the group with notes that are not a list of reasons');
  const ids = new Set<string>();
  for (const worker of workers.map((each) => Object(each) as Record<keyof DescribedWorker, unknown>)) {
    const { id } = worker;
    if (!isText(id) || id === '' || id.includes('/')) {
      throw new Error(`it described a worker with the id ${shown(id)}, which must be a text without a slash`);
    }
    if (ids.has(id)) throw new Error(`it described two workers with the id ${id}`);
    ids.add(id);
    mustBe(STATES.includes(worker.state), id, 'state', worker.state, 'pending, ready or unhealthy');
    for (const [field, is, what] of OPTIONAL) {
      mustBe((worker[field] ?? null) === null || is(worker[field]), id, field, worker[field], what);
    }
  }
  return answer as DescribedWorkers;
}

function mustBe(isValid: boolean, id: string, field: string, value: unknown, what: string): void {
  if (!isValid)
    throw new Error(`it described the worker ${id} with the ${field} ${shown(value)}, which must be ${what}`);
}

/** The answer of `resize`: the number that was set, or why it cannot be set. Both null: it is the number that was asked for. */
export function resizedIn(answer: unknown): { readonly desired: number | null; readonly rejected: Reason | null } {
  const { desired = null, rejected = null } = Object(answer) as Record<'desired' | 'rejected', unknown>;
  if (rejected !== null && !isReason(rejected)) {
    throw new Error(`it rejected a resize with ${shown(rejected)}, which must be a reason with a code`);
  }
  if (desired !== null && !isCount(desired)) {
    throw new Error(
      `it answered a resize with the desired number ${shown(desired)}, which must be a whole number from 0`,
    );
  }
  return { desired, rejected };
}

/** The answer of `terminate`: the ids of workers that end or are gone. */
export function goneIn(answer: unknown): ReadonlySet<string> {
  const { gone } = Object(answer) as { readonly gone?: unknown };
  if (!Array.isArray(gone) || !gone.every(isText)) {
    throw new Error('it answered a termination without "gone", the list of the ids of workers that end');
  }
  return new Set(gone);
}

/** Any value as text, even NaN, for which JSON has no word. */
const shown = (value: unknown): string =>
  (typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))).slice(0, 100);
