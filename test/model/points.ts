import { type Mishap, mayBefall, type Point } from './world/gate.ts';
import type { World } from './world/world.ts';

const SEPARATOR = ', ';

/** A gate's line without its holder. */
export const callOf = (line: string): string => line.split(' ')[1] ?? '';

/** The mishaps at those calls of a run that count. */
export function pointsIn({ gate }: World, mishaps: readonly Mishap[], counts: (step: number, line: string) => boolean) {
  return gate.calls.flatMap((line, step): Point[] => {
    if (!counts(step, line)) return [];
    return mishaps.filter((mishap) => mayBefall(mishap, callOf(line))).map((mishap) => ({ step, mishap }));
  });
}

export const textOf = (points: readonly Point[]): string =>
  points.map(({ step, mishap }) => `${step} ${mishap}`).join(SEPARATOR);

/** Reads what `textOf` writes. */
export const pointsOf = (text: string): Point[] =>
  text.split(SEPARATOR).map((each) => {
    const [, step, mishap] = /^(\d+) (.+)$/.exec(each) ?? [];
    return { step: Number(step), mishap: mishap as Mishap };
  });
