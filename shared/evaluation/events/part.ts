import type { Announced, OutboxNews } from '../../state/index.ts';

export type Entry = readonly [string, OutboxNews];

/** What has changed of one thing that is reported. */
export interface Part {
  readonly entries: readonly Entry[];
  readonly announced: Partial<Announced>;
}
export const SILENCE: Part = { entries: [], announced: {} };
