import { pushedValues } from '../../shared/aws/dynamodb/pushed/pushed-values.ts';
import { GROUPS_PER_MESSAGE, pushedPage } from '../../shared/names/index.ts';
import { MeteredTable } from './metered-table.ts';

/** List prices in us-east-1 in dollars, without free tiers: see bench/tick/dollars.ts; EventBridge: https://aws.amazon.com/eventbridge/pricing/ */
const PRICE = { read: 0.125e-6, write: 0.625e-6, event: 1e-6, invocation: 0.2e-6 } as const;
/** EventBridge bills every started 64 KB of an event. */
const EVENT_UNIT = 65_536;
const MOST_EVENT_BYTES = 256_000;
const MONTH_MINUTES = 43_800;
const PUSH_SECONDS = 15;
const MESSAGES_PER_BATCH = 10;
/** How far back an evaluation of a target rule reads. */
const SINCE_SECONDS = 240;
/** Simulated, after as many minutes that fill the table. */
const MINUTES = 4;
/** How long `on-push` keeps a policy, whose state it reads again after that. */
const POLICY_KNOWN_MINUTES = 5;

export type Way = 'together' | 'alone' | 'command';
export const WAYS: Readonly<Record<Way, string>> = {
  together: 'events with the values of all groups',
  alone: 'an event for each group',
  command: '`headcount push` for each group',
};

export interface Cost {
  readonly groups: number;
  readonly way: Way;
  /** Dollars a month for one group. */
  readonly events: number;
  readonly writes: number;
  readonly checks: number;
  readonly evaluations: number;
  readonly total: number;
}

/** What pushing a value of each group every 15 s costs, with the reads of evaluations every minute. */
export async function costOf(groups: number, way: Way): Promise<Cost> {
  const table = new MeteredTable();
  const values = pushedValues(table);
  const names = Array.from({ length: groups }, (_, index) => `group-${String(index).padStart(5, '0')}`);
  const start = Date.UTC(2026, 10, 26, 12);
  const units = { writes: 0, events: 0, invocations: 0 };
  for (let second = 0; second < 2 * MINUTES * 60; second += PUSH_SECONDS) {
    const now = start + second * 1000;
    for (const some of batches(names, way)) {
      const all = some.map((group, index) => ({
        group,
        metric: 'orders',
        worker: null,
        at: now,
        value: 100 + (index % 900),
      }));
      await values.put(all, now);
      if (second < MINUTES * 60 || way === 'command') continue;
      units.events += Math.ceil(eventBytes(some) / EVENT_UNIT);
      units.invocations += 1;
    }
    const { writes } = table.take();
    if (second >= MINUTES * 60) units.writes += writes;
  }
  let read = 0;
  for (const batch of messagesOf(names)) {
    const since = start + (2 * MINUTES * 60 - SINCE_SECONDS) * 1000;
    await values.read(batch.map((group) => ({ group, since })));
    read += table.take().reads;
  }
  const monthly = (counted: number, price: number) => ((counted / MINUTES) * MONTH_MINUTES * price) / groups;
  const pushes = (60 / PUSH_SECONDS) * MONTH_MINUTES;
  const parts = {
    events: monthly(units.events, PRICE.event) + monthly(units.invocations, PRICE.invocation),
    writes: monthly(units.writes, PRICE.write),
    // The group's state says which policy is active. A command reads it and the policy each time.
    checks: way === 'command' ? pushes * 2 * PRICE.read : (MONTH_MINUTES / POLICY_KNOWN_MINUTES) * PRICE.read,
    evaluations: (read * MONTH_MINUTES * PRICE.read) / groups,
  };
  return { groups, way, ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

function batches(names: readonly string[], way: Way): string[][] {
  if (way !== 'together') return names.map((name) => [name]);
  const events = Math.ceil(eventBytes(names) / MOST_EVENT_BYTES);
  return chunks(names, Math.ceil(names.length / events));
}

const eventBytes = (names: readonly string[]): number =>
  JSON.stringify({ pushes: names.map((group) => ({ group, values: { orders: 100 } })) }).length;

/** Groups as the schedule queues them: neighbors in one message, and ten messages for one evaluation. */
const messagesOf = (names: readonly string[]): string[][] =>
  chunks(
    names.toSorted((one, other) => pushedPage(one) - pushedPage(other)),
    GROUPS_PER_MESSAGE * MESSAGES_PER_BATCH,
  );

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
