import { expect, test } from 'vitest';
import {
  completedPolicy,
  faultText,
  type PolicyDocument,
  parsePolicy,
  policyWarnings,
  readCompletedPolicy,
} from '../../../shared/policy/index.ts';

const base = { group: 'ci', capacity: { min: 0, max: 9 } };
const parsed = (overflow: unknown, more: object = {}) => parsePolicy({ ...base, ...more, overflow });

/** What is wrong, each with its path. */
const faults = (overflow: unknown): string[] => {
  const read = parsed(overflow);
  return read.ok ? [] : read.faults.map(faultText);
};

test('another region is asked after five minutes, or as the policy says', () => {
  expect(parsed({ region: 'eu-central-1' })).toMatchObject({
    value: { overflow: { region: 'eu-central-1', after: 300 } },
  });
  expect(parsed({ region: 'us-gov-west-1', after: '1d' })).toMatchObject({ value: { overflow: { after: 86_400 } } });
});

const NO_REGION = 'overflow.region: must be the name of a region, such as eu-central-1';
test.each<[unknown, string[]]>([
  [{ region: 'eu-central-1', after: 0 }, ['overflow.after: must be longer than 0']],
  [{ region: 'eu-central-1', after: '2d' }, ['overflow.after: must be at most 1d']],
  [{ region: 'Frankfurt', after: '5m' }, [NO_REGION]],
  [{ region: 'eu-central-1a' }, [NO_REGION]],
  [{ region: 'eu-central-1.example.com/' }, [NO_REGION]],
  [{ after: '5m' }, ['overflow.region: is required']],
  [{ region: 'eu-central-1', workers: 3 }, ['overflow.workers: is not a known field']],
  ['eu-central-1', ['overflow: must be a map']],
])('%j is rejected', (overflow, expected) => {
  expect(faults(overflow)).toEqual(expected);
});

test('a policy of an earlier version has no overflow, and keeps none', () => {
  const read = parsed(undefined);
  if (!read.ok) throw new Error('not valid');
  const again = readCompletedPolicy(JSON.parse(JSON.stringify(completedPolicy(read.value))));
  expect(again.ok && again.value.overflow).toBeUndefined();
});

const CPU: Partial<PolicyDocument> = {
  capacity: { min: 1, max: 9 },
  metrics: { cpu: { cloudwatch: { namespace: 'CWAgent', name: 'cpu', dimensions: { Group: 'ci' } } } },
};
const QUEUE: Partial<PolicyDocument> = {
  metrics: { jobs: { sqs: { queue: 'jobs', count: 'all' } }, load: { formula: 'jobs / workers' } },
};
test.each<[string, object, object, string[]]>([
  ['a region that AWS may not have', { region: 'eu-central-9' }, {}, ['overflow.region region-unknown']],
  ['a region of another partition', { region: 'us-gov-west-1' }, {}, ['overflow.region region-of-partition']],
  [
    'a region that AWS may not have, of another partition',
    { region: 'cn-north-9' },
    {},
    ['overflow.region region-of-partition', 'overflow.region region-unknown'],
  ],
  [
    'a rule on an average',
    { region: 'eu-central-1' },
    { ...CPU, rules: [{ kind: 'target', metric: 'cpu', value: 60 }] },
    ['overflow overflow-on-averages'],
  ],
  [
    'a rule on a total',
    { region: 'eu-central-1' },
    { ...QUEUE, rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }] },
    [],
  ],
  [
    'a total that a formula divides by the workers',
    { region: 'eu-central-1' },
    { ...QUEUE, rules: [{ kind: 'target', metric: 'load', value: 2 }] },
    [],
  ],
])('%s: warnings', (_, overflow, more, expected) => {
  const read = parsed(overflow, more);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  expect(policyWarnings(read.value).map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
});
