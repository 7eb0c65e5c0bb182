import type { Borrowed } from '../../aws/query/call.ts';

/** What matches a selection of the provider `ec2`, the only one that has selections. Few groups need it, so its code is loaded then. */
export const matchingTypes =
  (borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env) =>
  async (of: unknown): Promise<readonly string[]> =>
    (await import('../ec2/api/light/matching-types.ts')).lightMatchingTypes(borrowed, environment)(of);
