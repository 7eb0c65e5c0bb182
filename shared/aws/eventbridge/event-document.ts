import { reasons as eventReasons } from '../../evaluation/events/reasons.ts';
import type { GroupEvent } from '../../evaluation/index.ts';
import { type Reason, rendererOf } from '../../model/index.ts';
import { FUNCTION_CATALOGS, sentencesOf } from '../../presentation/index.ts';

/** The texts of events are loaded with the first one: most evaluations publish nothing. */
const sentence = sentencesOf(rendererOf([...FUNCTION_CATALOGS, eventReasons]));

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

/** Why sources of metrics could not be read, of an event that says so. */
const unreadIn = ({ unread }: GroupEvent['detail']): readonly Reason[] => (unread as Reason[] | undefined) ?? [];

/** An event's `detail`, as it is published. */
export const eventDocument = ({ id, group, at, reason, detail }: GroupEvent, stage: string): EventDocument => ({
  version: EVENT_VERSION,
  id,
  stage,
  group,
  at: new Date(at).toISOString(),
  ...detail,
  code: reason.code,
  params: reason.params,
  text: [reason, ...unreadIn(detail)].map(sentence).join(' '),
});
