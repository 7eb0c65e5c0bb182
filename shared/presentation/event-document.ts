import type { GroupEvent } from '../evaluation/index.ts';
import { sentence } from './sentence.ts';

/** Raised when fields are dropped or change their meaning. More fields may come without that. */
export const EVENT_VERSION = 1;

/** What every event has. */
export interface EventDocument {
  readonly version: number;
  readonly id: string;
  readonly stage: string;
  readonly group: string;
  readonly at: string;
  readonly code: string;
  readonly params: object;
  readonly text: string;
}

/** An event's `detail`, as it is published. */
export const eventDocument = ({ id, group, at, reason, detail }: GroupEvent, stage: string): EventDocument => ({
  ...{ version: EVENT_VERSION, id, stage, group, at: new Date(at).toISOString() },
  ...detail,
  ...{ code: reason.code, params: reason.params, text: sentence(reason) },
});
