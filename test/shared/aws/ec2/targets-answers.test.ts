import {
  ElasticLoadBalancingV2Client,
  InvalidTargetException,
  type RegisterTargetsInput,
  TargetGroupNotFoundException,
  TooManyTargetsException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, it } from 'vitest';
import { elbTargets } from '../../../../shared/providers/ec2/targets/targets.ts';
import { answering } from '../answering.ts';

/** Load balancers with these answers. `warnings` has the reported problems. */
function targetsThat(answer: (command: string, input: RegisterTargetsInput) => unknown) {
  const client = new ElasticLoadBalancingV2Client({ region: 'us-east-1' });
  const calls = answering(client, answer);
  const warnings: string[] = [];
  return { targets: elbTargets(client, (what) => warnings.push(what)), calls, warnings };
}
const fault = <T>(Fault: new (options: { message: string; $metadata: object }) => T): T =>
  new Fault({ message: 'as asked for', $metadata: {} });
/** A fault for which the client has no class. */
class Failed extends Error {
  constructor({ message }: { message: string }) {
    super(message);
    this.name = new.target.name;
  }
}
const ids = (count: number) => Array.from({ length: count }, (_, n) => `i-${n}`);

it.each(['register', 'deregister'] as const)(
  'a target that does not run does not prevent the others from being %sed',
  async (method) => {
    const taken: string[] = [];
    const { targets, warnings } = targetsThat((_, { Targets = [] }) => {
      if (Targets.some(({ Id }) => Id === 'i-3' || Id === 'i-7')) throw fault(InvalidTargetException);
      taken.push(...Targets.map(({ Id = '' }) => Id));
      return {};
    });
    await targets[method](['group'], ids(10));
    expect(taken).toEqual(ids(10).filter((id) => id !== 'i-3' && id !== 'i-7'));
    expect(warnings).toEqual([]);
  },
);

it('a call has 100 targets', async () => {
  const { targets, calls } = targetsThat(() => ({}));
  await targets.register(['one'], ids(201));
  expect(calls.map(({ input }) => (input as RegisterTargetsInput).Targets?.length)).toEqual([100, 100, 1]);
});

it.each([
  ['gone', TargetGroupNotFoundException],
  ['full', TooManyTargetsException],
  ['of another account', class AccessDenied extends Failed {}],
  ['of a kind that takes no instances', class ValidationError extends Failed {}],
])('a target group that is %s is skipped and reported', async (name, Fault) => {
  const { targets, calls, warnings } = targetsThat((_, { TargetGroupArn }) => {
    if (TargetGroupArn === name) throw fault<Error>(Fault);
    return {};
  });
  await targets.register([name, 'other'], ids(150));
  const asked = calls.map(({ input }) => (input as RegisterTargetsInput).TargetGroupArn);
  expect(asked.sort()).toEqual([name, 'other', 'other'].sort());
  expect(warnings).toEqual([`target group ${name} is skipped: ${Fault.name}: as asked for`]);
});

it('other errors of a target group are thrown', async () => {
  const { targets } = targetsThat(() => {
    throw Object.assign(new Error('too fast'), { name: 'Throttling' });
  });
  await expect(targets.register(['group'], ids(2))).rejects.toThrow('too fast');
  await expect(targets.deregister(['group'], ids(2))).rejects.toThrow('too fast');
});

it('a target group that cannot be read for any reason is omitted and reported', async () => {
  const { targets, warnings } = targetsThat((_, { TargetGroupArn }) => {
    if (TargetGroupArn === 'closed') throw Object.assign(new Error('denied'), { name: 'AccessDenied' });
    return { TargetHealthDescriptions: [] };
  });
  expect(await targets.health(['closed', 'open'])).toEqual(new Map([['open', new Map()]]));
  expect(warnings).toEqual(['target group closed cannot be read: AccessDenied: denied']);
});

it.each([
  [['healthy', 'unhealthy'], 'unhealthy'],
  [['initial', 'healthy'], 'initial'],
  [['healthy', 'draining'], 'healthy'],
  [['draining'], 'draining'],
  [['unavailable', 'unused'], 'unused'],
])('a worker that is %j at its ports is %s', async (states, health) => {
  const { targets } = targetsThat(() => ({
    TargetHealthDescriptions: states.map((State) => ({ Target: { Id: 'i-1' }, TargetHealth: { State } })),
  }));
  expect((await targets.health(['group'])).get('group')).toEqual(new Map([['i-1', { health }]]));
});

it('the cause is that of the port that counts: the description, or else the code', async () => {
  const { targets } = targetsThat(() => ({
    TargetHealthDescriptions: [
      {
        Target: { Id: 'i-1' },
        TargetHealth: { State: 'unhealthy', Reason: 'Target.Timeout', Description: 'Request timed out' },
      },
      { Target: { Id: 'i-1' }, TargetHealth: { State: 'healthy' } },
      { Target: { Id: 'i-2' }, TargetHealth: { State: 'initial', Reason: 'Elb.InitialHealthChecking' } },
    ],
  }));
  expect((await targets.health(['group'])).get('group')).toEqual(
    new Map([
      ['i-1', { health: 'unhealthy', cause: 'Request timed out' }],
      ['i-2', { health: 'initial', cause: 'Elb.InitialHealthChecking' }],
    ]),
  );
});
