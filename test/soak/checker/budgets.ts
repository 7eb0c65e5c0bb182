import type { Configuration } from '../configuration/configuration.ts';
import { minimumOf } from './clusters.ts';
import type { Evidence } from './evidence.ts';
import { policyIn } from './parsed.ts';

const HOUR = 3_600_000;

type Documents = Configuration['groups'][number]['policies'];

/** No group grows beyond what its budget pays for, even at the lowest of its prices. Its minimum is kept in any case. */
export function overspent({ configuration, writes }: Pick<Evidence, 'configuration' | 'writes'>): string[] {
  return configuration.groups.flatMap(({ group, policies }) =>
    writes.flatMap(({ at, call, group: of, before, after }) => {
      const [from, to] = [before?.decision.desired ?? 0, after.decision.desired ?? 0];
      if (of !== group || to <= from) return [];
      const most = mostOf(policies, at);
      return to > most
        ? [`${call} of ${group} raised ${from} workers to ${to}, and its budget pays for ${most} at most`]
        : [];
    }),
  );
}

/** What the largest of the budgets pays for. A policy without a budget allows any number. */
const mostOf = (policies: Documents, at: number): number =>
  Math.max(
    ...policies.map(({ document }) => {
      const policy = policyIn(document);
      const { provider } = document;
      const prices = provider?.kind === 'ec2' ? Object.values(provider.prices ?? {}) : [];
      const budget = policy?.guards.budget;
      if (!policy || !budget || prices.length === 0) return Infinity;
      const hourlyUsd = Math.min(budget.hourlyUsd ?? Infinity, ofMonth(budget.monthlyUsd ?? Infinity, at));
      // Sums of prices are not exact.
      return Math.max(minimumOf(policy), Math.floor(hourlyUsd / Math.min(...prices) + 1e-9));
    }),
  );

/** A month pays for no more per hour than if nothing of it were spent. Clocks differ by less than an hour. */
function ofMonth(monthlyUsd: number, at: number): number {
  const time = new Date(at);
  const end = Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1);
  return monthlyUsd / Math.max(1, (end - at) / HOUR - 1);
}
