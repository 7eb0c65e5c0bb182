import { expect, test } from 'vitest';
import { withShortDenials } from '../../../../shared/model/index.ts';
import { sentence } from '../../../../shared/presentation/index.ts';
import { because } from '../../../../shared/providers/ec2/because.ts';

const WHO = 'User: arn:aws:sts::123456789012:assumed-role/headcount-dev-evaluate/headcount-dev-evaluate';
const OF_EC2 = `You are not authorized to perform this operation. ${WHO} is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:eu-west-1:123456789012:instance/* because no identity-based policy allows the ec2:RunInstances action. Encoded authorization failure message: ${'Hl5n-0_Q'.repeat(90)}`;

test.each([
  [
    OF_EC2,
    'the role headcount-dev-evaluate may not perform ec2:RunInstances on instance/* because no identity-based policy allows it',
  ],
  [
    'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/worker with an explicit deny in a service control policy',
    'user/ann may not perform iam:PassRole on role/worker because of an explicit deny in a service control policy',
  ],
  [
    `${WHO} is not authorized to perform: cloudwatch:GetMetricData.`,
    'the role headcount-dev-evaluate may not perform cloudwatch:GetMetricData.',
  ],
  [
    `You are not authorized to perform this operation. Encoded authorization failure message: ${'x'.repeat(200)}…`,
    'You are not authorized to perform this operation',
  ],
  ['The instance type is not supported', 'The instance type is not supported'],
])('%.60s is shortened to who may not do what, and why', (message, short) => {
  expect(withShortDenials(message)).toBe(short);
});

test('a sentence has the short text of a denial, and its parameters have the whole one', () => {
  const reason = because['launch-denied']({ code: 'UnauthorizedOperation', message: OF_EC2 });
  expect(sentence(reason)).toBe(
    'EC2 does not allow the launch (UnauthorizedOperation: the role headcount-dev-evaluate may not perform ec2:RunInstances on instance/* because no identity-based policy allows it). Check the permissions of the role and the state of the account.',
  );
  expect(reason.params['message']).toBe(OF_EC2);
});
