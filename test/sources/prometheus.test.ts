import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReadFailure } from '../../shared/sources/index.ts';
import { prometheusReader } from '../../shared/sources/prometheus/reader.ts';
import { NOON } from '../contracts/examples.ts';
import { describePrometheusContract, type PrometheusSubject } from '../contracts/prometheus.contract.ts';
import { fakePrometheus } from '../fakes/fake-prometheus.ts';
import { isFullRun, onlyInFullRun } from '../full-run.ts';
import { hasPrometheus, NO_PROMETHEUS, realPrometheus } from './real-prometheus.ts';
import { CREDENTIALS, signedPrometheus, signing, WORKSPACE } from './signed-prometheus.ts';

describePrometheusContract('a server that answers like one', fakePrometheus);
describePrometheusContract('a workspace that verifies signatures', signedPrometheus);

describe('a workspace refuses', () => {
  let server: PrometheusSubject;
  beforeAll(async () => {
    server = await signedPrometheus();
  });
  afterAll(() => server.close());

  it.each([
    ['the signature of another secret', { credentials: { ...CREDENTIALS, secretAccessKey: 'other' } }, WORKSPACE],
    ['that of another session', { credentials: { ...CREDENTIALS, sessionToken: 'other' } }, WORKSPACE],
    ['that for another region', { region: 'us-east-1' }, WORKSPACE],
    ['queries of another workspace', {}, 'ws-other'],
  ])('%s', async (_, wrong, workspace) => {
    const config = { workspace, query: 'sum(jobs)' };
    const found = await prometheusReader(signing(server.url, wrong)).read(
      [{ key: 'jobs', group: 'ci', kind: 'prometheus', seconds: 60, config }],
      NOON,
    );
    expect(found.get('jobs')).toBeInstanceOf(ReadFailure);
    expect(JSON.stringify(found.get('jobs'))).toContain('403');
  });
});

if (isFullRun && !hasPrometheus) console.warn(`${import.meta.filename}: ${NO_PROMETHEUS}`);
describe.skipIf(!hasPrometheus)(`a real Prometheus${hasPrometheus ? '' : ` (${NO_PROMETHEUS})`}`, onlyInFullRun, () => {
  describePrometheusContract('a real one', realPrometheus);
});
