import { parsePolicy } from '../../../../shared/policy/index.ts';
import { base, target, tells } from './tells.ts';

const jobs = { kind: 'backlog', metric: 'jobs' };
const judged = { kind: 'workers', overloaded: [{ metric: 'cpu', above: 80 }], idle: [{ metric: 'mem', below: 5 }] };
const measured = (m: object) => ({ ...base, metrics: { m } });
const cloudwatch = (more: object) => measured({ cloudwatch: { namespace: 'N', name: 'n', ...more } });
const formula = (text: unknown) => measured({ formula: text });

tells('metrics', parsePolicy, [
  ['a metric without a source', measured({})],
  ['a metric with two sources', measured({ pushed: {}, sqs: { queue: 'q' } })],
  ['a metric under a word of formulas', { ...base, metrics: { ready: { pushed: {} } } }],
  ['a metric under a name with a space', { ...base, metrics: { 'my cpu': { pushed: {} } } }],
  ['metrics that are a list', { ...base, metrics: [{ pushed: {} }] }],
  ['a maximum age of days', measured({ pushed: {}, maxAge: '2d' })],
  ['names that CloudWatch refuses', cloudwatch({ namespace: ':N', name: '\u0007' })],
  ['names that are blank', cloudwatch({ namespace: ' ', name: ' ' })],
  ['names that are empty or too long', cloudwatch({ namespace: '', name: 'n'.repeat(256) })],
  [
    'dimensions that CloudWatch refuses',
    cloudwatch({ dimensions: { ':Name': 'a', Queue: 'é', Blank: ' ', Number: 1 } }),
  ],
  [
    'too many dimensions',
    cloudwatch({ dimensions: Object.fromEntries(Array.from({ length: 31 }, (_, n) => [`d${n}`, 'v'])) }),
  ],
  ['a statistic that does not exist', cloudwatch({ statistic: 'Median' })],
  ['periods that CloudWatch does not have', cloudwatch({ period: 45 })],
  ['a metric of CloudWatch without names', measured({ cloudwatch: { statistic: 'avg', dimensions: { A: ' ' } } })],
  ['a metric of something else than workers', cloudwatch({ each: 'zone' })],
  ['a metric of each worker of one worker', cloudwatch({ each: 'worker', dimensions: { InstanceId: 'i-1' } })],
  ['an expression with names', cloudwatch({ expression: 'SELECT AVG(Load) FROM App', each: 'worker' })],
  ['an expression that names no metric', measured({ cloudwatch: { expression: 'm1 / m2' } })],
  ['an expression that is empty', measured({ cloudwatch: { expression: '' } })],
  [
    'a query of periods below a minute',
    measured({ cloudwatch: { expression: 'select max(Load) from App', period: 10 } }),
  ],
  ['a queue by its address', measured({ sqs: { queue: 'https://queue', count: 'visible' } })],
  ['a Prometheus without an address', measured({ prometheus: { query: 'up' } })],
  ['a Prometheus at two places', measured({ prometheus: { url: 'http://p', workspace: 'ws-1', query: 'up' } })],
  [
    'addresses that are none of a Prometheus',
    {
      ...base,
      metrics: Object.fromEntries(
        ['p.example.com', 'ftp://p', 'https://u:p@p', 'https://p/?a=1', 'https://p/api/v1/query'].map((url, index) => [
          `m${index}`,
          { prometheus: { url, query: 'up' } },
        ]),
      ),
    },
  ],
  ['a workspace by its ARN', measured({ prometheus: { workspace: 'arn:aws:aps:eu-west-1:1:workspace/w', query: '' } })],
  [
    'secrets that functions may not read',
    {
      ...base,
      metrics: {
        a: { prometheus: { url: 'https://p', query: 'up', secret: { secretsManager: 'prod/db' } } },
        b: { prometheus: { url: 'https://p', query: 'up', secret: { ssm: 'headcount/p' } } },
        c: { prometheus: { url: 'https://p', query: 'up', secret: {} } },
        d: { prometheus: { workspace: 'ws-1', query: 'up', secret: { ssm: '/headcount/p' } } },
      },
    },
  ],
  ['a function that may not be invoked', measured({ lambda: { function: 'headcount-production-evaluate' } })],
  [
    'a function with parameters that are no texts',
    measured({ lambda: { function: 'metrics-for-headcount-a', parameters: { n: 1 } } }),
  ],
  ['a formula that does not parse', formula('1 +')],
  ['a formula with a comparison', formula('cpu > 1')],
  ['a formula with text', formula("'a' + 1")],
  ['a formula with an unknown function', formula('sqrt(4)')],
  ['a formula with a function of nothing', formula('max()')],
  ['a formula with a function of an object', formula('Math.max(1)')],
  ['a formula with a plus before a number', formula('+workers')],
  ['a formula with a name every object has', formula('constructor(1)')],
  ['a formula that reads what is not there', formula('queued / workers + constructor')],
  ['formulas over formulas', { ...base, metrics: { a: { formula: 'b + a' }, b: { formula: 'ready / desired' } } }],
  ['a formula of a metric that is wrong', { ...base, metrics: { a: { formula: 'b' }, b: { sqs: {} } } }],
  [
    'rules that are wrong, one without a metric',
    {
      ...measured({ pushed: {} }),
      rules: [{ ...target, metric: 5 }, { kind: 'workers', metric: 'mem' }, 'text', null],
    },
  ],
  [
    'a rule that reads what is not there',
    { ...measured({ pushed: {} }), rules: [{ ...jobs, running: 'busy', taskSeconds: 'duration', drainWithin: 60 }] },
  ],
  [
    'conditions that read what is not there',
    {
      ...measured({ pushed: {} }),
      rules: [
        {
          kind: 'threshold',
          metric: 'm',
          out: { above: 80, add: 1, when: [{ metric: 'queued', above: 1 }] },
          in: { below: 20, remove: 1, when: [{ metric: 'errors', below: 1 }] },
        },
      ],
    },
  ],
  [
    'a rule that is wrong and reads what is not there',
    {
      ...measured({ pushed: {} }),
      rules: [
        { ...target, value: -1 },
        { ...judged, add: -1, metric: 'mem' },
      ],
    },
  ],
]);
