import { MOST_WORKERS } from '../model/index.ts';
import { metricsOf, type Trial, type WrittenRule } from '../rules/index.ts';

type Written = Readonly<Record<string, unknown>>;

const calculated = (formula: string): Written => ({ formula });

/** Where the metrics of the rules come from, as on AWS. Rules read requests per second, as the recording has them. */
const METRICS: Readonly<Record<string, Written>> = {
  cpu: {
    cpu: { cloudwatch: { namespace: 'CWAgent', name: 'cpu_usage_active', dimensions: { Group: 'my-group' } } },
  },
  requests: {
    perMinute: {
      cloudwatch: {
        namespace: 'AWS/ApplicationELB',
        name: 'RequestCount',
        statistic: 'Sum',
        dimensions: { LoadBalancer: 'app/my-balancer/0123456789abcdef' },
      },
      missing: 'zero',
    },
    requests: calculated('perMinute / 60'),
  },
  queued: { queued: { sqs: { queue: 'my-queue' } } },
  running: { running: { sqs: { queue: 'my-queue', count: 'inFlight' } } },
};

/**
 * A policy with these rules. It is valid as it is, with invented names for what a recording does not say. `peak`: workers
 * that the highest demand needs.
 */
export function recommendedPolicy(rules: Trial['rules'], { peak }: { readonly peak: number }): Written {
  const names = [...new Set(rules.flatMap((rule) => metricsOf(rule as unknown as WrittenRule)))];
  return {
    group: 'my-group',
    provider: {
      kind: 'ec2',
      launchTemplate: { name: 'my-template' },
      instanceTypes: ['m7g.large'],
      subnets: ['subnet-0aaa1111', 'subnet-0bbb2222'],
    },
    capacity: { min: 1, max: Math.min(2 * peak, MOST_WORKERS) },
    metrics: Object.assign({}, ...names.map((name) => METRICS[name])),
    rules,
  };
}
