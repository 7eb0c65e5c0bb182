import type { Policy } from '../../policy/index.ts';
import { warmPoolOf } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import { commandSentence } from '../sentences/command-sentence.ts';

type Kept = Pick<GroupState, 'pool'>;

/** How many members a warm pool has and should have; null if there is none and the policy asks for none. */
export function poolCounts({ pool }: Kept, policy: Policy | undefined | null) {
  const wanted = warmPoolOf(policy?.provider);
  const { members, auto } = pool;
  if (wanted === null && members.length === 0) return null;
  const size = wanted === null ? 0 : wanted.size === 'auto' ? (auto?.size ?? 0) : wanted.size;
  return { members: members.length, size };
}

/** The warm pool of a group in a line; null if it neither has one nor asks for one. */
export function poolText({ pool }: Kept, policy: Policy | undefined): string | null {
  const wanted = warmPoolOf(policy?.provider);
  const { members, backoff, auto } = pool;
  if (wanted === null && members.length === 0) return null;
  const resting = members.filter(({ parkedAt }) => parkedAt !== undefined);
  const parked = resting.length;
  const stopped = wanted?.state === 'hibernated' ? resting.filter((each) => each.stopped).length : parked;
  const { size = 0 } = poolCounts({ pool }, policy) ?? {};
  const preparing = members.length - parked;
  return [
    `${members.length} of ${size}${wanted?.size === 'auto' ? ' (auto)' : ''}`,
    ...(parked > stopped ? [`${parked - stopped} hibernated`] : []),
    ...(stopped > 0
      ? [`${stopped} stopped${wanted?.state === 'hibernated' ? ' (EC2 refused to hibernate)' : ''}`]
      : []),
    ...(preparing > 0 ? [`${preparing} ${wanted?.state === 'running' ? 'running' : 'in preparation'}`] : []),
    ...(wanted?.size === 'auto' && auto ? [commandSentence(auto.because)] : []),
    ...(backoff ? [`could not be refilled: ${commandSentence(backoff.because)}`] : []),
  ].join('; ');
}

/** The warm pool as JSON. */
export const poolDocument = ({ pool: { members, backoff, auto } }: Kept) => ({
  members: members.map(({ id, since, parkedAt }) => ({
    id,
    since: new Date(since).toISOString(),
    parkedAt: parkedAt === undefined ? null : new Date(parkedAt).toISOString(),
  })),
  failures: backoff?.failures ?? 0,
  auto: auto ? { size: auto.size, because: commandSentence(auto.because) } : null,
});
