import { define } from '../../model/index.ts';

/** Reasons about the fields of prices. */
export const reasons = {
  'prices-not-by-type': define<{ written: string | null; most: number }>(
    'The keys of `prices` must be instance types, and at most `most` of them. `written`: a key that is not one.',
    ({ written, most }) =>
      written === null
        ? `must have at most ${most} instance types`
        : `must be dollars per hour by instance type, such as { c7g.large: 0.0725 }: ${JSON.stringify(written)} is not an instance type`,
  ),
};
