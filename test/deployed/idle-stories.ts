import { type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { headcount } from '../cli/headcount.ts';
import type { deployedGroups } from './stage.ts';

const MB = 1_000_000;
const IDLE_FOR_MS = 20_000;

interface Load {
  readonly cpu: number;
  /** In MB. */
  readonly memory: number;
}

/** What the agent on a worker measures in the last seconds. */
function measured(id: string, { cpu, memory }: Load): MetricDatum[] {
  const own = { Name: 'InstanceId', Value: id };
  const each = { Timestamp: new Date(), StorageResolution: 1 };
  return [
    {
      ...each,
      ...{ MetricName: 'cpu_usage_active', Value: cpu, Dimensions: [own, { Name: 'cpu', Value: 'cpu-total' }] },
    },
    { ...each, MetricName: 'mem_used', Value: memory * MB, Dimensions: [own] },
  ];
}

/** Rules on single workers, and what `npx headcount workers` shows of them. */
export function idleStories({ stack, groupOf }: ReturnType<typeof deployedGroups>): void {
  const publish = (loads: Readonly<Record<string, Load>>) =>
    stack.clients().cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: 'CWAgent',
        MetricData: Object.entries(loads).flatMap(([id, load]) => measured(id, load)),
      }),
    );

  test('the group of overloaded workers grows, and exactly the idle ones are removed', async () => {
    const agent = { namespace: 'CWAgent', period: 10, each: 'worker' };
    const group = await groupOf('pool', {
      capacity: { min: 1, max: 10 },
      metrics: {
        cpu: { cloudwatch: { ...agent, name: 'cpu_usage_active', dimensions: { cpu: 'cpu-total' } } },
        memory: { cloudwatch: { ...agent, name: 'mem_used' } },
      },
      rules: [
        {
          kind: 'workers',
          overloaded: [
            { metric: 'cpu', above: 70 },
            { metric: 'memory', above: 300 * MB },
          ],
          idle: [{ metric: 'cpu', below: 10 }],
          idleFor: `${IDLE_FOR_MS / 1000}s`,
        },
      ],
    });
    const busy = { cpu: 90, memory: 100 };
    const full = { cpu: 40, memory: 400 };
    const calm = { cpu: 50, memory: 100 };
    const idle = { cpu: 2, memory: 100 };
    /** Evaluates while every worker has this load, until the group has so many. */
    const growsTo = (count: number, load: Load) =>
      expect
        .poll(async () => {
          await publish(Object.fromEntries(group.ids().map((id) => [id, load])));
          return group.evaluated();
        })
        .toBe(count);

    await group.reaches(1);
    await growsTo(2, busy);
    await growsTo(4, full);
    await expect.poll(() => group.living().every(({ state }) => state === 'running')).toBe(true);
    const [a = '', b = '', c = '', silent = ''] = group.ids();

    const ran = await headcount(['workers', 'pool', '--json'], { environment: stack.environment() });
    expect(ran.err).toBe('');
    const { workers } = JSON.parse(ran.out);
    expect(workers.map(({ id }: { id: string }) => id).sort()).toEqual([a, b, c, silent].sort());

    // What the fourth one sent before has become too old by now, or says that it is busy.
    let idleFrom: number | null = null;
    let removedAt: number | null = null;
    await expect
      .poll(async () => {
        await publish({ [a]: calm, [b]: idle, [c]: { cpu: 4, memory: 100 } });
        await stack.evaluate('pool');
        const since = (await group.state()).decision.idleSince ?? {};
        if (idleFrom === null && b in since && c in since) idleFrom = Date.now();
        if (removedAt === null && group.ids().length < 4) removedAt = Date.now();
        return group.ids();
      })
      .toEqual([a, silent]);
    expect((removedAt ?? 0) - (idleFrom ?? 0)).toBeGreaterThan(IDLE_FOR_MS - 10_000);

    await publish({ [a]: calm });
    const sorted = await headcount(['workers', 'pool', '--healthiest'], { environment: stack.environment() });
    expect(sorted.out.split('\n')[0]).toMatch(/^WORKER +STATE +HEALTH +BUSY +PROTECTED +CPU +MEMORY/);
    expect(sorted.out.split('\n')[1]).toMatch(new RegExp(`^${a} +ready +healthy`));
    expect(stack.refused()).toEqual([]);
  });
}
