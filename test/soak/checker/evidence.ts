import type { Activity } from '../../../shared/evaluation/index.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { Written } from './history.ts';
import type { Instance, Raise } from './ledger.ts';

/** All that the checker reads: what the table's items were, and what EC2 launched and terminated. */
export interface Evidence {
  readonly configuration: Configuration;
  /** When it is looked at; ms since the epoch. */
  readonly now: number;
  readonly writes: readonly Written[];
  readonly instances: ReadonlyMap<string, Instance>;
  readonly terminations: readonly {
    readonly at: number;
    readonly group: string;
    readonly id: string;
    readonly isMember: boolean;
  }[];
  /** Calls that raised the desired capacity of a provider that launches by itself. */
  readonly raises: readonly Raise[];
  /** The records of all activities, as they are in the end. */
  readonly activities: readonly Activity[];
}
