import type { Injection } from './faults/injections.ts';
import type { Run } from './run.ts';
import type { Shrunk } from './shrink.ts';
import { clockText } from './stage/run-log.ts';

/** The injections that are left, with their numbers in the whole run, and the command that repeats the short run. */
export function shrunkText(whole: Run, { run, runs }: Shrunk): string {
  const kept = run.stage.injections.list.map((injection) => [numberOf(injection, whole), injection] as const);
  const lines = kept.map(([number, { at, text }]) => `  ${number}  ${clockText(at)}  ${text}`);
  const count = whole.stage.injections.list.length;
  return [
    `  After ${runs} runs, ${kept.length} of its ${count} injections are left:`,
    ...lines,
    `  Again: npm run soak -- --seed ${whole.seed} --only --with ${kept.map(([number]) => number).join() || 'none'}`,
  ].join('\n');
}

const numberOf = ({ key }: Injection, { stage }: Run): number =>
  stage.injections.list.findIndex((injection) => injection.key === key) + 1;

/** The keys of numbers such as `3,7,9`; null if there is another word than `none`. */
export function keysOf(numbers: string, { stage }: Run): ReadonlySet<string> | null {
  if (numbers === 'none') return new Set();
  const keys = numbers.split(',').map((number) => stage.injections.list[Number(number) - 1]?.key);
  return keys.includes(undefined) ? null : new Set(keys as string[]);
}
