import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { PolicyRecords } from '../shared/evaluation/index.ts';
import type { PolicyDocument, ValidationError } from '../shared/policy/index.ts';
import { invalidDocument } from '../shared/presentation/index.ts';
import { errors } from './errors/index.ts';

const WAIT_MS = 30_000;
const POLL_MS = 300;
/** Documents whose status is read in that time. */
const DOCUMENTS_PER_POLL = 50;
/** If the errors are still the same by then, they are those of this document, too. */
const SAME_ERRORS_MS = 15_000;

/** Documents that wait at the same time, and how many of them are done. */
export interface Waiting {
  readonly of: number;
  done: number;
}

export interface Written {
  readonly document: PolicyDocument;
  /** Errors recorded before this document was written. They are about an earlier document. */
  readonly oldFaults: readonly ValidationError[];
}

/**
 * Waits until this document is the active version. Throws its validation errors, or a timeout. The alarms of many
 * documents take long, so the time limit starts anew whenever one of `all` is done, and the table is read less often.
 */
export async function untilActive(
  { document, oldFaults }: Written,
  records: Pick<PolicyRecords, 'status'>,
  wait: (ms: number) => Promise<void> = sleep,
  all: Readonly<Waiting> = { of: 1, done: 0 },
): Promise<{ group: string; version: number }> {
  const { group } = document;
  const poll = POLL_MS * Math.ceil(all.of / DOCUMENTS_PER_POLL);
  let [seen, idleSince] = [all.done, 0];
  for (let waited = 0; waited - idleSince < Math.max(WAIT_MS, 3 * poll); waited += poll) {
    if (all.done > seen) [seen, idleSince] = [all.done, waited];
    const { newest, inForce: version, errors: faults, deleting } = await records.status(group);
    if (faults.length > 0 && (waited >= SAME_ERRORS_MS || !isDeepStrictEqual(faults, oldFaults))) {
      throw invalidDocument(`The policy of ${group}`, faults);
    }
    const isOurs = newest && isDeepStrictEqual(newest.document, document);
    if (isOurs && version === newest.version && faults.length === 0 && !deleting) return { group, version };
    await wait(poll);
  }
  throw errors['policy-not-accepted']({ group, seconds: WAIT_MS / 1000 });
}
