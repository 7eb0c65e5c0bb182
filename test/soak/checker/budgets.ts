import type { Configuration } from '../configuration/configuration.ts';
import type { Evidence } from './evidence.ts';
import { policyIn } from './parsed.ts';

type Documents = Configuration['groups'][number]['policies'];

/** No group grows beyond what its budget pays for, even at the lowest of its prices. Its minimum is kept in any case. */
export function overspent({ configuration, writes }: Pick<Evidence, 'configuration' | 'writes'>): string[] {
  return configuration.groups.flatMap(({ group, policies }) => {
    const most = mostOf(policies);
    return writes.flatMap(({ call, group: of, before, after }) => {
      const [from, to] = [before?.decision.desired ?? 0, after.decision.desired ?? 0];
      return of === group && to > from && to > most
        ? [`${call} of ${group} raised ${from} workers to ${to}, and its budget pays for ${most} at most`]
        : [];
    });
  });
}

/** What the largest of the budgets pays for. A policy without a budget allows any number. */
const mostOf = (policies: Documents): number =>
  Math.max(
    ...policies.map(({ document }) => {
      const policy = policyIn(document);
      const { provider } = document;
      const prices = provider?.kind === 'ec2' ? Object.values(provider.prices ?? {}) : [];
      const hourlyUsd = policy?.guards.budget?.hourlyUsd;
      if (!policy || hourlyUsd === undefined || prices.length === 0) return Infinity;
      // Sums of prices are not exact.
      return Math.max(policy.capacity.min, Math.floor(hourlyUsd / Math.min(...prices) + 1e-9));
    }),
  );
