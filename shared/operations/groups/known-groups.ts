import type { EvaluationDependencies, PolicyRecords } from '../../evaluation/index.ts';

const SCANNED_EVERY_MS = 300_000;

interface KnownUse {
  readonly records: Pick<PolicyRecords, 'groups'>;
  readonly states: Pick<EvaluationDependencies['states'], 'due'>;
  readonly clock: () => number;
}

/** The groups with a policy in force, from the index: a small read, whatever the history that the table holds. */
export const indexedGroups = async ({ states }: Pick<KnownUse, 'states'>): Promise<string[]> =>
  (await states.due(Number.MAX_SAFE_INTEGER, 0)).toSorted();

/**
 * The groups of a stage for a view that is loaded every few seconds. Groups without an accepted policy are found only by
 * reading the whole table, so that is done every five minutes. Between, the index names new groups.
 */
export function knownGroups({ records, states, clock }: KnownUse): Pick<PolicyRecords, 'groups'> {
  let scanned: { readonly at: number; readonly groups: readonly string[] } | null = null;
  return {
    async groups() {
      if (scanned === null || clock() - scanned.at >= SCANNED_EVERY_MS) {
        scanned = { at: clock(), groups: await records.groups() };
        return [...scanned.groups];
      }
      return [...new Set([...scanned.groups, ...(await indexedGroups({ states }))])].toSorted();
    },
  };
}
