import type { Policy } from '../../../shared/policy/index.ts';
import type { Evidence } from './evidence.ts';
import { policyIn } from './parsed.ts';

/** One evaluation of a cluster writes its groups within this time, one after the other; milliseconds. */
const ONE_EVALUATION = 10_000;

/**
 * No group grows while its cluster costs more than its budget afterwards, even if each worker has the lowest price. What keeps
 * the minimum of a group is a repair, which no budget limits. A group may grow by what another one gives up in the same
 * evaluation.
 */
export function overspentTogether({ configuration, writes }: Pick<Evidence, 'configuration' | 'writes'>): string[] {
  const policies = configuration.groups.flatMap(({ policies: of }) =>
    of.flatMap(({ document }) => policyIn(document) ?? []),
  );
  const budgets = policies.flatMap(({ guards }) => guards.clusterBudget?.hourlyUsd ?? []);
  if (budgets.length === 0) return [];
  const documents = configuration.groups.flatMap(({ policies: of }) => of.map(({ document }) => document));
  const price = Math.min(
    ...documents.flatMap(({ provider }) => (provider?.kind === 'ec2' ? Object.values(provider.prices ?? {}) : [])),
  );
  // Sums of prices are not exact.
  const most = Math.floor(Math.max(...budgets) / price + 1e-9);
  const least = (group: string) => Math.max(...policies.filter((policy) => policy.group === group).map(minimumOf));
  const sizes = new Map<string, number>();
  const sum = () => [...sizes.values()].reduce((all, size) => all + size, 0);
  return writes.flatMap(({ at, call, group, after }, index) => {
    const [from, to] = [sizes.get(group) ?? 0, after.decision.desired ?? 0];
    sizes.set(group, to);
    if (to <= from || to <= least(group) || sum() <= most) return [];
    const all = sum() - givenUp(sizes, group, writesUntil(writes, index, at + ONE_EVALUATION));
    return all > most
      ? [`${call} of ${group} raised ${from} workers to ${to}, its cluster has ${all}, and its budget pays for ${most}`]
      : [];
  });
}

/** By how much these writes lower the other groups. */
function givenUp(sizes: ReadonlyMap<string, number>, grown: string, writes: Evidence['writes']): number {
  const lowest = new Map(sizes);
  for (const { group, after } of writes) {
    if (group !== grown) lowest.set(group, Math.min(lowest.get(group) ?? 0, after.decision.desired ?? 0));
  }
  return [...lowest].reduce((sum, [group, size]) => sum + (sizes.get(group) ?? 0) - size, 0);
}

function writesUntil(writes: Evidence['writes'], after: number, until: number): Evidence['writes'] {
  const end = writes.findIndex(({ at }, index) => index > after && at > until);
  return writes.slice(after + 1, end < 0 ? writes.length : end);
}

/** A window of a schedule may raise it. */
export const minimumOf = ({ capacity, rules }: Policy): number =>
  Math.max(
    capacity.min,
    ...rules.flatMap((rule) => (rule.kind === 'schedule' ? rule.windows.map(({ min }) => min ?? 0) : [])),
  );
