import type { Resources } from '../../providers/index.ts';

export const NOTHING: Resources = { cpu: 0, memory: 0 };

export const plus = (one: Resources, other: Resources): Resources => ({
  cpu: one.cpu + other.cpu,
  memory: one.memory + other.memory,
});

/** Never below nothing. */
export const minus = (one: Resources, other: Resources): Resources => ({
  cpu: Math.max(0, one.cpu - other.cpu),
  memory: Math.max(0, one.memory - other.memory),
});

export const sumOf = (some: readonly Resources[]): Resources => some.reduce(plus, NOTHING);

export const times = ({ cpu, memory }: Resources, factor: number): Resources => ({
  cpu: cpu * factor,
  memory: memory * factor,
});

/** Of each kind, the least that one of them has. */
export const least = (some: readonly Resources[]): Resources => ({
  cpu: Math.min(...some.map(({ cpu }) => cpu)),
  memory: Math.min(...some.map(({ memory }) => memory)),
});

/** The share of CPU or memory, whichever is more. */
export const shareOfWhole = (some: Resources, whole: Resources): number =>
  Math.max(some.cpu / Math.max(1, whole.cpu), some.memory / Math.max(1, whole.memory));

export const isNothing = ({ cpu, memory }: Resources): boolean => cpu <= 0 && memory <= 0;
