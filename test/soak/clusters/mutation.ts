import type { ClusterRecords } from '../../../shared/evaluation/ports.ts';
import { sharing } from '../configuration/clustered.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { configurationOf } from '../configuration/randomized.ts';
import { Chance, chanceFor } from '../faults/chance.ts';
import { changed } from '../mutations.ts';
import type { Mutate } from '../stage/protocol-ports.ts';

/** An evaluation does not add the other groups of a cluster, so it knows only the costs of those that are due. */
export const overlooksMembers: Mutate = (parts) => ({
  ...parts,
  clusters: changed<ClusterRecords>(parts.clusters, { read: async () => new Map() }),
});

/** The groups of a seed, in one cluster. */
export const inOneCluster = (seed: number): Configuration =>
  sharing(configurationOf(new Chance(seed), 4), chanceFor(seed, 'cluster'));
