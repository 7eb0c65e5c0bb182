import type { Claims, ClusterRecords, GroupStates } from '../../../shared/evaluation/ports.ts';
import type { Resizer } from '../../../shared/providers/ec2/ports.ts';
import type { Launched, ManagedWorker } from '../../../shared/providers/index.ts';
import type { MemoryTable } from '../../fakes/table/memory-table.ts';
import type { Adapters, ReplacingProviders } from '../providers/replacing.ts';

/** What an evaluation reaches of the protocol, so that a mistake can be made in it. */
export interface Parts {
  readonly leaseSeconds: number;
  readonly holder: string;
  readonly clock: () => number;
  readonly claims: Claims;
  readonly states: GroupStates;
  readonly clusters: ClusterRecords;
  readonly resizer: Resizer;
  readonly table: MemoryTable;
  /** Which workers a launch sees as described. */
  readonly describes: (workers: readonly ManagedWorker[]) => readonly ManagedWorker[];
  /** The adapters of providers that launch by themselves. */
  readonly replaced: (adapters: Adapters) => Adapters;
  readonly replacing: ReplacingProviders;
  /** What an evaluation makes of a launch that throws. */
  readonly launches: (launching: Promise<Launched>) => Promise<Launched>;
}
export type Mutate = (parts: Parts) => Parts;
export const unchanged: Mutate = (parts) => parts;
