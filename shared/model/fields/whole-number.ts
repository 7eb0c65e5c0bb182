import * as z from 'zod';

/**
 * zod's own check of a whole number forbids all checks that follow, also those of the maps around it that ask to run beside
 * faults: https://github.com/colinhacks/zod/blob/main/packages/zod/src/v4/core/checks.ts ($ZodCheckNumberFormat).
 */
const isWhole = z.int();
const { check } = isWhole._zod;
isWhole._zod.check = (payload) => {
  const already = payload.issues.length;
  check(payload);
  for (const issue of payload.issues.slice(already))
    if (issue.continue === false) Object.assign(issue, { continue: undefined });
};

/** A whole number, as `z.int()`, that lets all faults of a document be reported at once. */
export const wholeNumber = z.number().check(isWhole);
