import { isMap, MOST_WORKERS } from '../../model/index.ts';
import { isBetween, OVERFLOW_VERSION, type RunningWorkers } from './message.ts';

/** What the other region has answered for a group. */
export type ReadAnswer =
  | { readonly kind: 'accepted'; readonly running: RunningWorkers | null }
  | { readonly kind: 'refused'; readonly code: string; readonly text: string }
  | { readonly kind: 'invalid'; readonly answer: string };

const LONGEST = 300;

/** Reads an answer without trust in it: the stack there may have another version, or another author. */
export function answersIn(document: unknown): (group: string) => ReadAnswer {
  const invalid: ReadAnswer = { kind: 'invalid', answer: shortened(JSON.stringify(document) ?? 'nothing') };
  if (!isMap(document) || document['version'] !== OVERFLOW_VERSION) {
    const { version } = Object(document) as { version?: unknown };
    return () =>
      version === undefined ? invalid : { kind: 'invalid', answer: `in format ${shortened(String(version))}` };
  }
  const whole = refusalIn(document['refused']);
  if (whole) return () => whole;
  const answers = Array.isArray(document['answers']) ? document['answers'].filter(isMap) : [];
  return (group) => {
    const answer = answers.find((each) => each['group'] === group);
    if (!answer) return invalid;
    if (answer['accepted'] === true) return { kind: 'accepted', running: runningIn(answer['running']) };
    return refusalIn(answer) ?? invalid;
  };
}

function refusalIn(written: unknown): ReadAnswer | null {
  if (!isMap(written)) return null;
  const { code, text } = written;
  if (typeof code !== 'string' || typeof text !== 'string') return null;
  return { kind: 'refused', code: shortened(code), text: shortened(text) };
}

function runningIn(written: unknown): RunningWorkers | null {
  if (!isMap(written)) return null;
  const { workers, ready } = written;
  return isCount(workers) && isCount(ready) ? { workers, ready } : null;
}

const isCount = (value: unknown): value is number => isBetween(value, 0, MOST_WORKERS);

const shortened = (text: string): string => text.slice(0, LONGEST);
