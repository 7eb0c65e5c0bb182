import { expect, test } from 'vitest';
import type { Asked } from '../../../../../shared/model/index.ts';
import { passingOf } from '../../../../../shared/providers/ec2/preflight/reads/passing.ts';

const ROLES = ['arn:aws:iam::123456789012:role/worker', 'arn:aws:iam::123456789012:role/builder'];
const DENIED = { failure: { action: 'iam:SimulatePrincipalPolicy', resource: 'r', code: 'AccessDenied', message: '' } };

/** `allowed`: the roles that each deployed function may pass, or why that cannot be asked. */
function asking(allowed: Record<string, readonly string[] | typeof DENIED>): Promise<Asked<readonly string[] | null>> {
  const functions = {
    function: async (name: string) => {
      const known = Object.keys(allowed).find((each) => name.endsWith(each));
      return { value: known === undefined ? null : { role: known, description: '', place: {} } } as never;
    },
  };
  const iam = {
    notPassable: async (principal: string, roles: readonly string[]) => {
      const own = allowed[principal] as readonly string[] | typeof DENIED;
      return 'failure' in own ? own : { value: roles.filter((role) => !own.includes(role)) };
    },
  };
  return passingOf(functions, iam, 'production')(ROLES);
}
const [worker = '', builder = ''] = ROLES;

test('every function that launches must be allowed to pass the roles of workers', async () => {
  expect(await asking({ evaluate: ROLES, 'on-alarm': ROLES, 'on-worker-event': ROLES })).toEqual({ value: [] });
  const partly = { evaluate: ROLES, 'on-alarm': [builder], 'on-worker-event': [worker, builder] };
  expect(await asking(partly)).toEqual({ value: [worker] });
});

test('functions that are not deployed are left out; without any, nothing is known', async () => {
  expect(await asking({ evaluate: [worker] })).toEqual({ value: [builder] });
  expect(await asking({})).toEqual({ value: null });
});

test('a role that cannot be asked about is not passed over', async () => {
  expect(await asking({ evaluate: ROLES, 'on-alarm': DENIED as never })).toEqual(DENIED);
});
