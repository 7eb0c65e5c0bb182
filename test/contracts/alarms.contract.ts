import { beforeAll, describe, expect, it } from 'vitest';
import type { Alarms, BoundAlarm } from '../../shared/evaluation/ports.ts';
import { type Differences, skipDifferences } from './differences.ts';
import { freshGroup } from './examples.ts';

export interface AlarmsSubject {
  readonly alarms: Alarms;
  /** The group's alarms as they stand, as `rule/side` with their bound. */
  existing(group: string): Promise<Record<string, number>>;
}

export function describeAlarmsContract(
  name: string,
  makeSubject: () => AlarmsSubject | Promise<AlarmsSubject>,
  differences?: Differences,
): void {
  describe(`Alarms: ${name}`, () => {
    skipDifferences(differences);
    let subject: AlarmsSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });
    const alarm = (group: string, change: Partial<BoundAlarm> = {}): BoundAlarm => ({
      group,
      rule: 'cpu',
      side: 'high',
      source: {
        namespace: 'AWS/EC2',
        name: 'CPUUtilization',
        statistic: 'Average',
        period: 60,
        dimensions: { Group: 'ci', Stage: 'test' },
      },
      for: 60,
      bound: 66,
      ...change,
    });

    it('creates missing alarms', async () => {
      const group = freshGroup();
      const wanted = [alarm(group), alarm(group, { side: 'low', bound: 54 }), alarm(group, { rule: 'memory' })];
      expect(await subject.alarms.keep(group, wanted)).toEqual({ put: 3, deleted: 0 });
      expect(await subject.existing(group)).toEqual({ 'cpu/high': 66, 'cpu/low': 54, 'memory/high': 66 });
    });

    it('does not change alarms that are up to date', async () => {
      const group = freshGroup();
      const percentile = { ...alarm(group).source, statistic: 'p95', dimensions: { Stage: 'test', Group: 'ci' } };
      const wanted = [alarm(group, { for: 300 }), alarm(group, { rule: 'tail', source: percentile })];
      await subject.alarms.keep(group, wanted);
      expect(await subject.alarms.keep(group, structuredClone(wanted))).toEqual({ put: 0, deleted: 0 });
    });

    const changes: [string, Partial<BoundAlarm>][] = [
      ['bound', { bound: 70 }],
      ['duration', { for: 180 }],
      ['period', { source: { ...alarm('g').source, period: 300 } }],
      ['statistic', { source: { ...alarm('g').source, statistic: 'Maximum' } }],
      ['percentile', { source: { ...alarm('g').source, statistic: 'p99' } }],
      ['metric', { source: { ...alarm('g').source, name: 'MemoryUtilization' } }],
      ['dimensions', { source: { ...alarm('g').source, dimensions: { Group: 'other' } } }],
    ];
    it.each(changes)('puts an alarm again whose %s has changed', async (_, change) => {
      const group = freshGroup();
      await subject.alarms.keep(group, [alarm(group), alarm(group, { rule: 'memory' })]);
      const changed = [alarm(group, change), alarm(group, { rule: 'memory' })];
      expect(await subject.alarms.keep(group, changed)).toEqual({ put: 1, deleted: 0 });
      expect(await subject.alarms.keep(group, changed)).toEqual({ put: 0, deleted: 0 });
    });

    it('deletes surplus alarms, but not those of another group', async () => {
      const group = freshGroup();
      const longer = `${group}-2`;
      await subject.alarms.keep(group, [alarm(group), alarm(group, { side: 'low', bound: 54 })]);
      await subject.alarms.keep(longer, [alarm(longer)]);
      expect(await subject.alarms.keep(group, [alarm(group)])).toEqual({ put: 0, deleted: 1 });
      expect(await subject.alarms.keep(group, [])).toEqual({ put: 0, deleted: 1 });
      expect(await subject.existing(group)).toEqual({});
      expect(await subject.existing(longer)).toEqual({ 'cpu/high': 66 });
    });
  });
}
