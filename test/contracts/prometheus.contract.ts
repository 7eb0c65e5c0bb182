import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionConnection } from '../../shared/aws/query/function-connection.ts';
import { ReadFailure } from '../../shared/sources/index.ts';
import type { PrometheusSource } from '../../shared/sources/prometheus/index.ts';
import { type PrometheusContext, prometheusReader } from '../../shared/sources/prometheus/reader.ts';
import { MINUTE, NOON } from './examples.ts';

/** What every subject measures: `jobs`, by queue. */
export const EXPOSED = 'jobs{queue="a"} 3\njobs{queue="b"} 4\nidle 0\n';

export interface PrometheusSubject {
  readonly url: string;
  /** Reads it as a workspace of AWS, with this identity. */
  readonly workspace?: Required<Pick<PrometheusContext, 'borrowed' | 'environment'>> & { readonly id: string };
  close(): Promise<void>;
}

/** No query of these needs credentials of AWS. */
const borrowed = functionConnection(1000, {});

export function describePrometheusContract(name: string, makeSubject: () => Promise<PrometheusSubject>): void {
  describe(`SourceReader of prometheus: ${name}`, () => {
    let subject: PrometheusSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });
    afterAll(() => subject?.close());

    const read = async (...queries: string[]) => {
      const { url, workspace } = subject;
      const reader = prometheusReader({ borrowed, ...workspace });
      const server = workspace ? { workspace: workspace.id } : { url };
      const found = await reader.read(
        queries.map((query) => ({
          ...{ key: query, group: 'ci', kind: 'prometheus', seconds: MINUTE / 1000 },
          config: { ...server, query } satisfies PrometheusSource,
        })),
        NOON,
      );
      return queries.map((query) => found.get(query));
    };
    const failure = async (query: string) => {
      const [found] = await read(query);
      return found instanceof ReadFailure ? found.reason : found;
    };

    it.each([
      ['sum(jobs)', 7],
      ['jobs{queue="b"}', 4],
      ['scalar(sum(jobs))', 7],
      ['idle', 0],
      ['-sum(jobs)', -7],
      ['absent_everywhere or vector(0)', 0],
    ])('reads %s as the value of now', async (query, value) => {
      expect(await read(query)).toEqual([[{ at: NOON, value }]]);
    });

    it('has no value of several results', async () => {
      expect(await failure('jobs')).toMatchObject({ code: 'prometheus-several-series', params: { count: 2 } });
    });

    it('has no value of no result', async () => {
      expect(await failure('absent_everywhere')).toEqual({ code: 'prometheus-no-series', params: {} });
    });

    it.each([
      ['sum(jobs) / 0', '+Inf'],
      ['-sum(jobs) / 0', '-Inf'],
      ['sum(idle) / 0', 'NaN'],
    ])('has no value of %s', async (query, value) => {
      expect(await failure(query)).toEqual({ code: 'prometheus-not-a-number', params: { value } });
    });

    it.each([
      ['jobs[5m]', 'matrix'],
      ['"text"', 'string'],
    ])('has no value of %s', async (query, type) => {
      expect(await failure(query)).toEqual({ code: 'prometheus-range', params: { type } });
    });

    it('says why a query is wrong', async () => {
      expect(await failure('sum(')).toMatchObject({
        code: 'prometheus-query-failed',
        params: { error: expect.stringContaining('parse error') },
      });
    });

    it('reads the other queries when one is wrong', async () => {
      const [wrong, right] = await read('sum(', 'sum(jobs)');
      expect(wrong).toBeInstanceOf(ReadFailure);
      expect(right).toEqual([{ at: NOON, value: 7 }]);
    });
  });
}
