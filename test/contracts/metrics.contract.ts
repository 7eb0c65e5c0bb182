import { beforeAll, describe, expect, it } from 'vitest';
import {
  type CloudWatchConfig,
  type CloudWatchSource,
  datapointsOf,
  type Readouts,
  type SourceReader,
  type SourceRequest,
  WorkerReadout,
} from '../../shared/sources/index.ts';
import { type Differences, skipDifferences } from './differences.ts';
import { freshGroup, MINUTE } from './examples.ts';

export interface MetricsSubject {
  readonly metrics: SourceReader<CloudWatchConfig>;
  /** A moment near which data may be put; the start of five minutes, all of them past. */
  readonly moment: number;
  put(source: CloudWatchSource, at: number, value: number): Promise<void>;
}

export function describeMetricsContract(
  name: string,
  makeSubject: () => MetricsSubject | Promise<MetricsSubject>,
  differences?: Differences,
): void {
  describe(`SourceReader of cloudwatch: ${name}`, () => {
    skipDifferences(differences);
    let subject: MetricsSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });
    const source = (change: Partial<CloudWatchSource> = {}): CloudWatchSource => ({
      namespace: 'Headcount/Contract',
      name: `load-${freshGroup()}`,
      statistic: 'Average',
      period: 60,
      dimensions: { Group: 'ci' },
      ...change,
    });
    const read = (
      queries: readonly { readonly key: string; readonly source: CloudWatchSource }[],
      from: number,
      to: number,
    ): Promise<Readouts> => {
      const common = { group: 'ci', metric: 'load', kind: 'cloudwatch', seconds: (to - from) / 1000 };
      return subject.metrics.read(
        queries.map(({ key, source: config }) => ({ ...common, key, config })),
        to,
      );
    };

    it('returns one datapoint per period, oldest first, each at the start of its period', async () => {
      const { moment } = subject;
      const load = source();
      await subject.put(load, moment + MINUTE, 30);
      await subject.put(load, moment, 10);
      await subject.put(load, moment + 30_000, 20);
      const answers = await read([{ key: 'load', source: load }], moment, moment + 2 * MINUTE);
      expect(answers).toEqual(
        new Map([
          [
            'load',
            [
              { at: moment, value: 15 },
              { at: moment + MINUTE, value: 30 },
            ],
          ],
        ]),
      );
    });

    it('includes a whole period even if the window starts within it', async () => {
      const { moment } = subject;
      const sum = source({ statistic: 'Sum' });
      await subject.put(sum, moment, 1);
      await subject.put(sum, moment + 40_000, 2);
      const answers = await read([{ key: 'sum', source: sum }], moment + 30_000, moment + MINUTE);
      expect(answers.get('sum')).toEqual([{ at: moment, value: 3 }]);
    });

    it('omits periods outside the window, whatever other metrics need', async () => {
      const { moment } = subject;
      const [short, long] = [source(), source({ period: 300 })];
      for (const minute of [0, 1, 2, 3]) await subject.put(short, moment + minute * MINUTE, minute);
      const queries = [
        { key: 'short', source: short },
        { key: 'long', source: long },
      ];
      const answers = await read(queries, moment + 2 * MINUTE, moment + 3 * MINUTE);
      expect(answers.get('short')).toEqual([{ at: moment + 2 * MINUTE, value: 2 }]);
    });

    it('returns an empty list without data, never a zero', async () => {
      const { moment } = subject;
      const answers = await read([{ key: 'none', source: source() }], moment, moment + MINUTE);
      expect(answers.get('none')).toEqual([]);
      expect(await read([], moment, moment + MINUTE)).toEqual(new Map());
    });

    it('returns values below zero, and omits values too large to be exact', async () => {
      const { moment } = subject;
      const load = source();
      for (const [minute, value] of [-1, 0, 1e16, 7].entries()) {
        await subject.put(load, moment + minute * MINUTE, value);
      }
      const answers = await read([{ key: 'load', source: load }], moment, moment + 4 * MINUTE);
      expect(answers.get('load')).toEqual([
        { at: moment, value: -1 },
        { at: moment + MINUTE, value: 0 },
        { at: moment + 3 * MINUTE, value: 7 },
      ]);
    });

    it('distinguishes metrics that differ in one dimension only', async () => {
      const { moment } = subject;
      const one = source({ dimensions: { Group: 'one', Stage: 'test' } });
      const other = { ...one, dimensions: { Group: 'other', Stage: 'test' } };
      await subject.put(one, moment, 1);
      await subject.put(other, moment, 2);
      const queries = [
        { key: 'other', source: other },
        { key: 'one', source: { ...one, dimensions: { Stage: 'test', Group: 'one' } } },
      ];
      const answers = await read(queries, moment, moment + MINUTE);
      expect(answers.get('one')).toEqual([{ at: moment, value: 1 }]);
      expect(answers.get('other')).toEqual([{ at: moment, value: 2 }]);
    });

    it('returns a series for each worker that is asked for, by its own dimension beside the others', async () => {
      const { moment } = subject;
      const load = source();
      const of = (id: string) => ({ ...load, dimensions: { ...load.dimensions, InstanceId: id } });
      for (const [id, value] of [
        ['i-1', 1],
        ['i-2', 2],
        ['i-other', 3],
      ] as const)
        await subject.put(of(id), moment, value);
      await subject.put(load, moment, 9);
      const request = {
        key: 'each',
        group: 'ci',
        kind: 'cloudwatch',
        seconds: 60,
        config: { ...load, each: 'worker' },
      };
      const answers = await subject.metrics.read(
        [{ ...request, workers: ['i-1', 'i-2', 'i-silent'] } as SourceRequest<CloudWatchConfig>],
        moment + MINUTE,
      );
      expect(answers.get('each')).toEqual(
        new WorkerReadout(
          [],
          new Map([
            ['i-1', [{ at: moment, value: 1 }]],
            ['i-2', [{ at: moment, value: 2 }]],
            ['i-silent', []],
          ]),
        ),
      );
    });

    it('answers more queries than fit in one call of CloudWatch, each under its key', async () => {
      const { moment } = subject;
      const load = source();
      await subject.put(load, moment, 5);
      const empty = source();
      const queries = Array.from({ length: 1100 }, (_, index) => ({
        key: `q${index}`,
        source: index === 777 ? load : empty,
      }));
      const answers = await read(queries, moment, moment + MINUTE);
      expect(answers.size).toBe(1100);
      expect([...answers].filter(([, points]) => datapointsOf(points)?.length)).toEqual([
        ['q777', [{ at: moment, value: 5 }]],
      ]);
    });
  });
}
