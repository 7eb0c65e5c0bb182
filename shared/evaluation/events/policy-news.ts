import { EVENT } from '../../names/index.ts';
import type { ValidationError } from '../../policy/index.ts';
import type { Outbox, OutboxNews } from '../../state/index.ts';
import type { Author } from '../ports.ts';
import { becauseOfEvent } from './because.ts';
import { newsEntry } from './outbox.ts';

/** An entry has room for so many errors; the state of the group has all of them. */
const MOST_ERRORS = 10;

/** That a version is in force. `rolledBackTo`: the version whose document it has, if somebody rolled back. */
export function acceptedNews(version: number, author: Author, now: number): Outbox {
  const { by, because, rolledBackTo } = author;
  const detail = { policyVersion: version, by, because };
  const entry =
    rolledBackTo === undefined
      ? newsEntry(EVENT.policyAccepted, now, becauseOfEvent['version-accepted']({ version, by }), detail)
      : newsEntry(EVENT.policyRolledBack, now, becauseOfEvent['version-rolled-back']({ version, rolledBackTo, by }), {
          ...detail,
          rolledBackTo,
        });
  return Object.fromEntries([entry]);
}

/** That a document was rejected. `inForce`: the version that stays. */
export function refusedNews(
  errors: readonly ValidationError[],
  inForce: number | null,
  { by, because }: Author,
  now: number,
): Outbox {
  const listed = errors
    .slice(0, MOST_ERRORS)
    .map(({ path, code, params, message }) => ({ path, code, params, message }));
  const detail = { policyVersion: inForce, by, because, errors: listed, more: errors.length - listed.length };
  const reason = becauseOfEvent['version-refused']({ errors: errors.length, inForce });
  return Object.fromEntries([newsEntry(EVENT.policyRefused, now, reason, detail as unknown as OutboxNews['detail'])]);
}
