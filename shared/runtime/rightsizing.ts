import type { Connections } from '../aws/connections.ts';
import { activities } from '../aws/dynamodb/activities/activities.ts';
import { priceItems } from '../aws/dynamodb/costs/price-items.ts';
import { sizingItems } from '../aws/dynamodb/costs/sizing-items.ts';
import { acceptedPolicies } from '../aws/dynamodb/policies/accepted-policies.ts';
import { groupStates } from '../aws/dynamodb/states/group-states.ts';
import type { Activities, GroupSizing, PriceRecords } from '../evaluation/index.ts';
import { dueSizings, type RightsizeUse, rightsizeGroups } from '../operations/index.ts';
import { instanceTypes, listedInstances } from '../providers/adapters.ts';
import { readUsage } from '../sources/readers.ts';
import { priceLists } from './price-lists.ts';

interface Stage {
  readonly stage: string;
  readonly records: Pick<PriceRecords, 'read'>;
  readonly activities: Pick<Activities, 'list'>;
}

/** What right-sizing measures with, without SDK clients of its own. */
export function rightsizingOnAws(
  { metrics, borrowed }: Pick<Connections, 'metrics' | 'borrowed'>,
  { stage, records, activities: past }: Stage,
): RightsizeUse {
  return {
    activities: past,
    running: listedInstances(borrowed, stage),
    usage: (workers, span) => readUsage(metrics, workers, span),
    types: instanceTypes(borrowed),
    prices: { records, lists: priceLists(borrowed) },
  };
}

/** Right-sizes the groups that are due, from the table of a stage. */
export async function rightsizeDaily(
  asked: ReadonlyMap<string, GroupSizing>,
  now: number,
  { connections, stage, table }: { readonly connections: Connections; readonly stage: string; readonly table: string },
): ReturnType<typeof rightsizeGroups> {
  const due = dueSizings(asked, now);
  if (due.length === 0) return { done: [], failed: [] };
  const documents = { call: connections.documents, name: table };
  const records = priceItems(documents);
  const aws = rightsizingOnAws(connections, { stage, records, activities: activities(documents) });
  return rightsizeGroups(due, now, {
    ...aws,
    prices: { ...aws.prices, records },
    sizings: sizingItems(documents),
    states: groupStates(documents),
    policies: acceptedPolicies(documents),
  });
}
