import type { Evidence } from '../invariants/index.ts';

/** `guards.velocity` lets a group replace one unhealthy worker in an hour, and the day has less than one. */
const MOST_TERMINATED = 1;

/** The demand of a group never falls, so only unhealthy workers may be terminated. */
export const notMassTerminated = (all: readonly Pick<Evidence, 'group' | 'activities'>[]): string[] =>
  all.flatMap(({ group, activities }) => {
    const ended = activities.flatMap(({ outcome }) => (outcome?.kind === 'remove' ? outcome.terminated : []));
    return ended.length > MOST_TERMINATED ? [`${group}: Headcount terminated ${ended.length} workers: ${ended}`] : [];
  });
