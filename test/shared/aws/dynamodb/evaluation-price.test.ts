import { beforeAll, describe, expect, it } from 'vitest';
import type { DocumentCalls } from '../../../../shared/aws/dynamodb/calls/document-calls.ts';
import { evaluationRecords } from '../../../../shared/aws/dynamodb/evaluations/evaluation-records.ts';
import { decide } from '../../../../shared/decision/index.ts';
import type { NewRecord } from '../../../../shared/evaluation/index.ts';
import { recordedCase } from '../../../../shared/evaluation/record/recorded-case.ts';
import { GROUPS_PER_MESSAGE, pushedPage } from '../../../../shared/names/index.ts';
import { type Policy, parseObservation, parsePolicy } from '../../../../shared/policy/index.ts';
import { seededRandom } from '../../../../shared/simulation/index.ts';
import { NOON } from '../../../contracts/examples.ts';
import { readPage } from '../../../docs/markdown.ts';

/** List prices in us-east-1: https://aws.amazon.com/dynamodb/pricing/on-demand/ */
const USD = { write: 0.625e-6, gigabyteMonth: 0.25 } as const;
const MONTH_MINUTES = 43_800;
const KEEP = 14 * 86_400;
const MESSAGES_PER_BATCH = 10;
/** Evaluations that differ. Enough, as a frame has at most a hundred. */
const DIFFERENT = 1500;

const cloudwatch = { namespace: 'CWAgent', name: 'cpu_usage_active', dimensions: { Group: 'web' } };
const RULES = [
  { name: 'cpu', kind: 'target', metric: 'cpu', value: 60 },
  { name: 'jobs', kind: 'backlog', metric: 'jobs', perWorker: 20 },
];
const POLICIES = [[RULES[0]], [RULES[1]], RULES].map((rules) => {
  const metrics = { cpu: { cloudwatch }, jobs: { sqs: { queue: 'jobs' } } };
  return accepted(parsePolicy({ group: 'web', capacity: { min: 2, max: 50 }, metrics, rules }));
});
const random = seededRandom(1);

/** An evaluation of a group with one rule or two, on values that nobody can foresee. */
function evaluated(group: string, index: number, detail: 'summary' | 'full'): NewRecord {
  const policy = { ...(POLICIES[index % POLICIES.length] as Policy), group };
  const ready = 2 + Math.floor(random() * 30);
  const at = (seconds: number) => new Date(NOON - seconds * 1000).toISOString();
  const observation = accepted(
    parseObservation({
      ...{ now: at(0), desired: ready },
      workers: Array.from({ length: ready }, (_, worker) => ({
        ...{ id: `i-${worker}${Math.floor(random() * 1e15).toString(16)}`, state: 'ready' as const },
        launchedAt: at(Math.floor(random() * 1e6)),
      })),
      metrics: {
        cpu: [{ at: at(60 + Math.floor(random() * 60)), value: 40 + random() * 35 }],
        jobs: [{ at: at(0), value: Math.floor(random() * 20 * ready) }],
      },
      history: { proposals: [], lastOutAt: at(Math.floor(random() * 1e5)) },
    }),
  );
  const decision = decide(policy, observation);
  const now = NOON + Math.floor(random() * 2000);
  const counts = { pending: 0, warming: 0, ready, draining: 0, unhealthy: 0 };
  const latest = Object.entries(observation.metrics).map(([name, points]) => [name, points?.at(-1) ?? null]);
  return {
    record: {
      ...{ group, at: now, trigger: 'schedule', result: 'held', version: 1 + (index % 4), workers: counts, decision },
      ...{ metrics: Object.fromEntries(latest), reason: decision.reason, notes: [], activity: null },
    },
    keep: KEEP,
    recordedCase: detail === 'full' ? recordedCase({ policy, observation, decision, now }) : null,
  };
}

function accepted<T>(parsed: { ok: true; value: T } | { ok: false; faults: unknown }): T {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

interface Measured {
  readonly messages: number;
  writes: number;
  units: number;
  bytes: number;
}

/** The writes of one minute, of a stage of so many groups. */
async function minute(groups: number, detail: 'summary' | 'full' = 'summary'): Promise<Measured> {
  const measured = { messages: Math.ceil(groups / GROUPS_PER_MESSAGE), writes: 0, units: 0, bytes: 0 };
  const call = (async (action: string, { Item: item }: { Item: Record<string, unknown> }) => {
    expect(action).toBe('PutItem');
    const bytes = Object.entries(item).reduce((sum, [name, value]) => sum + name.length + sizeOf(value), 0);
    measured.writes += 1;
    measured.units += Math.ceil(bytes / 1024);
    measured.bytes += bytes;
    return {};
  }) as unknown as DocumentCalls;
  const store = evaluationRecords({ call, name: 'table' });
  const some = Array.from({ length: Math.min(groups, DIFFERENT) }, (_, index) => evaluated('orders', index, detail));
  const all = Array.from({ length: groups }, (_, index): NewRecord => {
    const { record, ...rest } = some[index % DIFFERENT] as NewRecord;
    return { ...rest, record: { ...record, group: `orders-${index}` } };
  });
  all.sort((one, other) => pushedPage(one.record.group) - pushedPage(other.record.group));
  const batch = GROUPS_PER_MESSAGE * MESSAGES_PER_BATCH;
  for (let start = 0; start < groups; start += batch) await store.append(all.slice(start, start + batch));
  return measured;
}

const sizeOf = (value: unknown): number => (value instanceof Uint8Array ? value.length : String(value).length);

/** Dollars a month for one group that is evaluated every minute, with what 14 days take. */
const monthly = ({ units, bytes }: Measured, groups: number) =>
  (MONTH_MINUTES * (units * USD.write + (bytes * 14 * 1440 * USD.gigabyteMonth) / MONTH_MINUTES / 1e9)) / groups;

describe('records of evaluations every minute', () => {
  const sizes = [1, 100, 1000, 10_000] as const;
  const measured = new Map<number, Measured>();
  beforeAll(async () => {
    for (const groups of sizes) measured.set(groups, await minute(groups));
  });
  const of = (groups: number) => measured.get(groups) as Measured;

  it('take one write for a message, or a few more', () => {
    expect(of(1).writes).toBe(1);
    expect(of(100).writes).toBe(1);
    for (const groups of sizes) expect(of(groups).writes).toBeLessThanOrEqual(2.5 * of(groups).messages);
  });

  it('take less than 100 bytes for a group that shares them, with its whole decision', () => {
    for (const groups of [100, 1000, 10_000]) expect(of(groups).bytes / groups).toBeLessThan(100);
  });

  it.each(sizes)('cost what the documentation says for %i groups', (groups) => {
    const row = new RegExp(`^\\| ${groups.toLocaleString('en')} \\| (\\d+) \\| ([\\d.]+) \\|`, 'm').exec(
      readPage('docs/reference/history.md'),
    );
    expect(Math.round(of(groups).bytes / groups)).toBeCloseTo(Number(row?.[1]), -1);
    expect(monthly(of(groups), groups)).toBeCloseTo(Number(row?.[2]), 3);
  });

  it('cost what the documentation says with whole cases', async () => {
    const full = await minute(100, 'full');
    const [, price] = /`detail: full` costs \$([\d.]+)/.exec(readPage('docs/reference/history.md')) ?? [];
    expect(monthly(full, 100)).toBeCloseTo(Number(price), 2);
  });

  it('are written by an evaluation of one group in one unit', async () => {
    expect(await minute(1)).toMatchObject({ writes: 1, units: 1 });
  });
});
