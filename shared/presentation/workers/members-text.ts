import type { Preview } from '../../evaluation/index.ts';
import { warmPoolOf } from '../../providers/index.ts';
import { table } from '../layout/table.ts';
import { isoText, timeText } from '../layout/times.ts';
import type { View } from '../layout/view.ts';

type Looked = Pick<Preview, 'members' | 'state' | 'policy'>;

/** Members of the warm pool in a separate table, because they are not workers; null without any. */
export function membersText(looked: Looked, view?: View): string | null {
  const members = membersDocument(looked);
  if (members.length === 0) return null;
  const hasVersions = members.some(({ version }) => version !== undefined);
  const columns = ['MEMBER OF THE WARM POOL', 'STATE', { name: 'TYPE', rank: 3 }];
  const rows = (looked.members ?? []).map(({ id, zone, details, launchedAt }, index) => [
    ...[id, members[index]?.state ?? null, details.instanceType ?? null],
    ...(hasVersions ? [details.version ?? null] : []),
    ...[zone || null, timeText(launchedAt)],
  ]);
  const more = [
    { name: 'ZONE', rank: 2 },
    { name: 'LAUNCHED (UTC)', rank: 1 },
  ];
  return table([...columns, ...(hasVersions ? [{ name: 'TEMPLATE', rank: 4 }] : []), ...more], rows, view);
}

/** Members of the warm pool as JSON. */
export function membersDocument({ members = [], state, policy }: Looked) {
  const rests = warmPoolOf(policy?.provider)?.state;
  const kept = new Map(state.pool.members.map((each) => [each.id, each]));
  return members.map(({ id, rest, zone, details: { instanceType, version }, launchedAt }) => ({
    id,
    state: STATES[rest],
    ...(zone && { zone }),
    type: instanceType,
    version,
    ...(rest !== 'up' &&
      rests === 'hibernated' &&
      !kept.get(id)?.stopped && { state: rest === 'going' ? 'hibernating' : 'hibernated' }),
    ...(rest === 'up' && rests === 'running' && { state: 'running' }),
    since: isoText(kept.get(id)?.since ?? launchedAt),
    launchedAt: isoText(launchedAt),
  }));
}
const STATES = { up: 'preparing', going: 'stopping', parked: 'stopped' };
