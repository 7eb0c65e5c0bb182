import type { Policy } from '../../../shared/policy/index.ts';
import type { Evidence } from './evidence.ts';
import { policyIn } from './parsed.ts';

/**
 * No group grows while its cluster costs more than its budget afterwards, even if each worker has the lowest price. What keeps
 * the minimum of a group is a repair, which no budget limits.
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
  return writes.flatMap(({ call, group, after }) => {
    const [from, to] = [sizes.get(group) ?? 0, after.decision.desired ?? 0];
    sizes.set(group, to);
    const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    return to > from && to > least(group) && all > most
      ? [`${call} of ${group} raised ${from} workers to ${to}, its cluster has ${all}, and its budget pays for ${most}`]
      : [];
  });
}

/** A window of a schedule may raise it. */
export const minimumOf = ({ capacity, rules }: Policy): number =>
  Math.max(
    capacity.min,
    ...rules.flatMap((rule) => (rule.kind === 'schedule' ? rule.windows.map(({ min }) => min ?? 0) : [])),
  );
