import { text } from 'node:stream/consumers';
import type { PrometheusSubject } from '../contracts/prometheus.contract.ts';
import { serving } from '../sources/servers.ts';

const sample = (value: string, metric: object = {}) => ({ metric, value: [1_700_000_000.123, value] });
const vector = (...result: object[]) => ({ resultType: 'vector', result });

/** Answers by query, for what the contract says is measured. */
const DATA: Readonly<Record<string, object>> = {
  'sum(jobs)': vector(sample('7')),
  'jobs{queue="b"}': vector(sample('4', { __name__: 'jobs', queue: 'b' })),
  'scalar(sum(jobs))': { resultType: 'scalar', result: [1_700_000_000.123, '7'] },
  idle: vector(sample('0', { __name__: 'idle' })),
  '-sum(jobs)': vector(sample('-7')),
  'absent_everywhere or vector(0)': vector(sample('0')),
  jobs: vector(sample('3', { __name__: 'jobs', queue: 'a' }), sample('4', { __name__: 'jobs', queue: 'b' })),
  absent_everywhere: vector(),
  'sum(jobs) / 0': vector(sample('+Inf')),
  '-sum(jobs) / 0': vector(sample('-Inf')),
  'sum(idle) / 0': vector(sample('NaN')),
  'jobs[5m]': { resultType: 'matrix', result: [{ metric: {}, values: [[1_700_000_000.123, '3']] }] },
  '"text"': { resultType: 'string', result: [1_700_000_000.123, 'text'] },
};

/** Answers instant queries as a Prometheus does. It computes nothing: it knows the queries of the contract. */
export const fakePrometheus = (): Promise<PrometheusSubject> =>
  serving(async (request, response) => {
    const query = new URLSearchParams(await text(request)).get('query') ?? '';
    const data = request.url === '/api/v1/query' ? DATA[query] : undefined;
    const error = { status: 'error', errorType: 'bad_data', error: 'invalid parameter "query": parse error' };
    response
      .writeHead(data ? 200 : 400, { 'content-type': 'application/json' })
      .end(JSON.stringify(data ? { status: 'success', data } : error));
  });
