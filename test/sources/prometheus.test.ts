import { describe } from 'vitest';
import { describePrometheusContract } from '../contracts/prometheus.contract.ts';
import { fakePrometheus } from '../fakes/fake-prometheus.ts';
import { isFullRun, onlyInFullRun } from '../full-run.ts';
import { hasPrometheus, NO_PROMETHEUS, realPrometheus } from './real-prometheus.ts';

describePrometheusContract('a server that answers like one', fakePrometheus);

if (isFullRun && !hasPrometheus) console.warn(`${import.meta.filename}: ${NO_PROMETHEUS}`);
describe.skipIf(!hasPrometheus)(`a real Prometheus${hasPrometheus ? '' : ` (${NO_PROMETHEUS})`}`, onlyInFullRun, () => {
  describePrometheusContract('a real one', realPrometheus);
});
