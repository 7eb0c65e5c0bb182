import type { Reason } from '../../model/index.ts';
import type { DescribedWorker, DescribedWorkers } from './extension.ts';

const STATES: readonly unknown[] = ['pending', 'ready', 'unhealthy'] satisfies DescribedWorker['state'][];
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isReason = (value: unknown): value is Reason => isText(Object(value).code);
const isTexts = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every(isText);

/** Fields that may be left out, and what they must be. */
const OPTIONAL: readonly (readonly [keyof DescribedWorker, (value: unknown) => boolean, string])[] = [
  ['launchedAt', Number.isFinite, 'milliseconds since the epoch'],
  ['zone', isText, 'a text'],
  ['protected', isFlag, 'true or false'],
  ['busy', isFlag, 'true or false'],
  ['marks', isTexts, 'an object of texts'],
];

/** What cannot be true would launch or terminate other workers than those that are meant. */
export function describedIn(answer: unknown): DescribedWorkers {
  const { desired, workers, notes = [] } = Object(answer) as Record<keyof DescribedWorkers, unknown>;
  if (!isCount(desired)) throw new Error(`it described ${shown(desired)} desired workers`);
  if (!Array.isArray(workers)) throw new Error('it described no list of workers');
  if (!Array.isArray(notes) || !notes.every(isReason))
    throw new Error('it described notes that are no list of reasons');
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

/** The number that was set, or why it can never be set. Nothing: it is the one that was asked for. */
export function resizedIn(answer: unknown): { readonly desired: number | null; readonly rejected: Reason | null } {
  const { desired = null, rejected = null } = Object(answer) as Record<'desired' | 'rejected', unknown>;
  if (rejected !== null && !isReason(rejected)) {
    throw new Error(`it rejected a resize with ${shown(rejected)}, which must be a reason with a code`);
  }
  if (desired !== null && !isCount(desired)) {
    throw new Error(`it answered a resize with the desired number ${shown(desired)}`);
  }
  return { desired, rejected };
}

/** Ids of workers that end or are gone. */
export function goneIn(answer: unknown): ReadonlySet<string> {
  const { gone } = Object(answer) as { readonly gone?: unknown };
  if (!Array.isArray(gone) || !gone.every(isText)) {
    throw new Error('it answered a termination without the list "gone" of the ids of workers');
  }
  return new Set(gone);
}

/** Of any value, also of NaN, which JSON has no word for. */
const shown = (value: unknown): string =>
  (typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))).slice(0, 100);
