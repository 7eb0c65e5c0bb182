import { afterAll, beforeEach } from 'vitest';

/** Titles of tests that an emulator fails because it differs from AWS, each with the difference. */
export type Differences = Readonly<Record<string, string>>;

/** Skips these tests in the `describe` around it. Fails if there is no test of such a title. */
export function skipDifferences(differences: Differences = {}): void {
  const unused = new Set(Object.keys(differences));
  beforeEach(({ skip, task }) => {
    const difference = differences[task.name];
    if (difference === undefined) return;
    unused.delete(task.name);
    skip(difference);
  });
  afterAll(() => {
    if (unused.size > 0) throw new Error(`no test has the title ${[...unused].join(', or ')}`);
  });
}
