import { parseDeployable, parsePolicy } from '../../../../shared/policy/index.ts';
import { base, target, tells } from './tells.ts';

const jobs = { kind: 'backlog', metric: 'jobs' };
const judged = { kind: 'workers', overloaded: [{ metric: 'cpu', above: 80 }], idle: [{ metric: 'mem', below: 5 }] };
const ec2 = { kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large'], subnets: ['subnet-a'] };
const ARN = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/0123456789abcdef';
const provided = (more: object) => ({ ...base, provider: { ...ec2, ...more } });

const required = (requirements: object, more: object = {}) =>
  provided({ instanceTypes: undefined, requirements, ...more });

tells('provider', parsePolicy, [
  ['a provider to come', { ...base, provider: { kind: 'nomad-job' } }],
  ['a provider without its fields', { ...base, provider: { kind: 'ec2' } }],
  ['a launch template named twice', provided({ launchTemplate: { name: 'web', id: 'lt-0abc' } })],
  ['a launch template that is none', provided({ launchTemplate: { id: 'web', version: 'newest' } })],
  ['types and subnets that are none', provided({ instanceTypes: ['large'], subnets: ['a'] })],
  [
    'types and subnets named twice',
    provided({ instanceTypes: ['c7g.large', 'm7g.large', 'c7g.large'], subnets: ['subnet-a', 'subnet-a'] }),
  ],
  ['no types', provided({ instanceTypes: [] })],
  ['spot beyond all', provided({ spot: { percent: 101, onDemandBase: 0.5 } })],
  ['target groups that are none, and one twice', provided({ targetGroups: ['web', ARN, ARN] })],
  ['a spot fallback that does not exist', provided({ spot: { percent: 50, fallback: 'wait' } })],
  ['a boot beyond all patience', provided({ bootTimeout: '367d', maxUnhealthyReplaced: -1, statusChecks: 'no' })],
  ['an order that does not exist', provided({ retire: 'cheapest' })],
  ['sizes that are none', provided({ rightsize: { mode: 'on', minAllowed: 'large', maxAllowed: {} } })],
  ['a size that is a list', provided({ rightsize: { minAllowed: ['c7g.large'], maxAllowed: { cores: 2 } } })],
  [
    'a smallest size above the largest',
    provided({ rightsize: { minAllowed: { vcpus: 8, memoryGiB: 4 }, maxAllowed: { vcpus: 4, memoryGiB: 4 } } }),
  ],
  [
    'a smallest type above the largest',
    provided({ rightsize: { minAllowed: 'c7g.16xlarge', maxAllowed: 'c7g.4xlarge' } }),
  ],
  ['types of which nothing is known', provided({ rightsize: { minAllowed: 'c7g.metal', maxAllowed: 'm7g.large' } })],
  ['right-sizing without types', required({ vcpus: 2 }, { rightsize: { mode: 'initial' } })],
  [
    'right-sizing beside weights',
    provided({ instanceTypes: ['c7g.large', { type: 'c7g.xlarge', weight: 2 }], rightsize: { mode: 'auto' } }),
  ],
  ['a warm pool of no size', provided({ warm: {} })],
  ['a warm pool of nobody', provided({ warm: { size: 0, state: 'off', maxAge: 0, reuse: 'yes' } })],
  ['a size that is none', provided({ warm: { size: 'all' } })],
  ['a warm pool above the maximum', { ...provided({ warm: { size: 11 } }), capacity: { min: 0, max: 10 } }],
  [
    'a warm pool above the maximum, beside another fault',
    { ...provided({ warm: { size: 11 } }), capacity: { min: 0, max: 10 }, profile: 'bold' },
  ],
  ['a warm pool of spot instances', provided({ warm: { size: 2 }, spot: { percent: 50 } })],
  ['a warm pool in a Capacity Block', provided({ warm: { size: 2 }, reservations: 'capacity-block' })],
  ['a hibernation that is too long', provided({ warm: { size: 2, state: 'hibernated', maxAge: '61d' } })],
  ['one-job workers that return', provided({ warm: { size: 2, reuse: true }, ephemeral: true })],
  ['types and requirements', provided({ requirements: { vcpus: 2 } })],
  ['types and requirements, beside another fault', provided({ requirements: { vcpus: 2 }, retire: 'cheapest' })],
  ['requirements of nothing', required({})],
  ['a minimum above the maximum', required({ vcpus: { min: 8, max: 4 }, memoryGiB: { min: 2, max: 1.5 } })],
  ['ranges that are none', required({ vcpus: '2-4', memoryGiB: {} })],
  ['half a vCPU', required({ vcpus: { min: 0.5 } })],
  [
    'an architecture and a generation that do not exist',
    required({ vcpus: 2, architectures: ['arm46'], generation: 'newest' }),
  ],
  ['excluded types that are none', required({ vcpus: 2, exclude: ['M7g large', 'c7g.*', 'c7g.*'] })],
  ['a requirement that does not exist', required({ vcpus: 2, memory: 8 })],
  [
    'requirements over many zones at once',
    required({ vcpus: 2 }, { spread: 'none', subnets: ['a', 'b', 'c', 'd', 'e'].map((zone) => `subnet-${zone}`) }),
  ],
  ['reservations of another kind', provided({ reservations: 'always' })],
  [
    'spot and requirements in a Capacity Block',
    required({ vcpus: 96 }, { reservations: 'capacity-block', spot: { percent: 50 } }),
  ],
]);

const waiting = (more: object) => ({
  ...provided({}),
  metrics: {
    cpu: { cloudwatch: { namespace: 'N', name: 'n', period: 30 } },
    coarse: { cloudwatch: { namespace: 'N', name: 'n', period: 60 } },
    double: { formula: 'cpu * 2 + coarse' },
  },
  rules: [{ kind: 'threshold', metric: 'cpu', ...more }],
});

tells('deployment', parseDeployable, [
  ['nothing to resize', base],
  ['a wrong field, and nothing to resize', { ...base, warmup: -1 }],
  ['a wrong provider is one fault', { ...base, provider: { kind: 'nomad-job' } }],
  ['a group that can run', provided({})],
  [
    'rules whose metrics nobody measures',
    { ...provided({}), rules: [target, { ...jobs, perWorker: 1, running: 'busy' }] },
  ],
  ['a rule that is wrong, whose metric nobody measures', { ...provided({}), rules: [{ ...target, value: -1 }] }],
  [
    'rules that learn from a past that nobody keeps',
    {
      ...provided({}),
      metrics: {
        waiting: { sqs: { queue: 'q' } },
        each: { formula: 'waiting / ready' },
        own: { formula: '1 / ready' },
      },
      rules: [
        { kind: 'forecast', metric: 'waiting', value: 1 },
        { kind: 'objective', metric: 'each', perWorker: 1 },
        { kind: 'objective', metric: 'own', perWorker: 1 },
        { kind: 'deadline', metric: 'waiting', taskSeconds: 1, startWithin: 1 },
      ],
    },
  ],
  ['workers judged one by one', { ...provided({}), rules: [judged] }],
  [
    'a wait longer than fine data is kept',
    waiting({ out: { above: 80, add: 1, for: '4h' }, in: { below: 20, remove: 1, for: '3h' } }),
  ],
  [
    'a wait longer than fine data is kept, of a formula',
    waiting({ metric: 'double', in: { below: 20, remove: 1, for: '4h' } }),
  ],
  ['a long wait of data that is kept', waiting({ metric: 'coarse', out: { above: 80, add: 1, for: '4h' } })],
  ['a rule that is text', { ...provided({}), rules: ['cpu > 80', target] }],
  [
    'a metric that is not there is one fault',
    { ...provided({}), metrics: { mem: { sqs: { queue: 'q' } } }, rules: [target] },
  ],
  [
    'a threshold whose metric nobody measures',
    { ...provided({}), rules: [{ kind: 'threshold', metric: 'cpu', out: { above: 80, add: 1, for: '4h' } }] },
  ],
  ['workers judged by a pushed metric', { ...provided({}), metrics: { mem: { pushed: {} } }, rules: [judged] }],
  ['a pushed metric', { ...provided({}), metrics: { cpu: { pushed: {} } }, rules: [target] }],
  [
    'a formula over a pushed metric',
    { ...provided({}), metrics: { cpu: { formula: 'load / 2' }, load: { pushed: {} } }, rules: [target] },
  ],
  [
    'a formula over a measured metric, beside a pushed one',
    {
      ...provided({}),
      metrics: { cpu: { formula: 'load / 2' }, load: { sqs: { queue: 'q' } }, orders: { pushed: {} } },
      rules: [target],
    },
  ],
]);
