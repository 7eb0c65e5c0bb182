import type { PolicyDocument } from '../../shared/policy/index.ts';

export const DEMO_GROUP = 'demo-web';
export const DEMO_METRIC = { namespace: 'Headcount/Demo', name: 'RequestsPerWorker', period: 5 } as const;
const DEMO_MAX = 12;
export const DEMO_WARMUP_SECONDS = 5;

/** A typical policy for a web group, with a target of requests per second per worker. Short delays let you watch it scale. */
export const demoPolicy = (requestsPerWorker: number, launchTemplate: string, subnets: string[]): PolicyDocument => ({
  group: DEMO_GROUP,
  provider: {
    kind: 'ec2',
    launchTemplate: { name: launchTemplate },
    instanceTypes: ['c7g.large', 'm7g.large'],
    subnets,
    spot: { percent: 50, onDemandBase: 1 },
  },
  capacity: { min: 1, max: DEMO_MAX },
  warmup: DEMO_WARMUP_SECONDS,
  metrics: {
    requests: { cloudwatch: { ...DEMO_METRIC, statistic: 'Average', dimensions: { Group: DEMO_GROUP } } },
  },
  rules: [{ name: 'requests', kind: 'target', metric: 'requests', value: requestsPerWorker }],
  behavior: {
    out: { cooldown: 5, stabilization: 0, limits: [] },
    in: { cooldown: 10, stabilization: 0, limits: [], drain: 5 },
  },
});
