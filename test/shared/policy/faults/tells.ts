import { expect, it } from 'vitest';
import { faultText, type Parsed } from '../../../../shared/policy/index.ts';

/**
 * A book of faults: what the author of each document is told, in `<book>.txt` beside the test. A sentence that changes
 * shows there; `npx vitest run test/shared/policy/faults/ -u` writes the books afresh.
 */
export function tells(
  book: string,
  read: (written: unknown) => Parsed<unknown>,
  documents: readonly (readonly [title: string, written: unknown])[],
): void {
  it(`each fault says where and what, as in ${book}.txt`, async () => {
    const told = documents.map(([title, written]) => {
      const parsed = read(written);
      return [`# ${title}`, ...(parsed.ok ? ['accepted'] : parsed.faults.map(faultText))].join('\n');
    });
    await expect(`${told.join('\n\n')}\n`).toMatchFileSnapshot(`${book}.txt`);
  });
}

/** The least that is a policy. */
export const base = { group: 'fleet', capacity: { min: 1, max: 10 } };
export const target = { kind: 'target', metric: 'cpu', value: 60 };
