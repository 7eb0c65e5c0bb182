import { expect, test } from 'vitest';
import { OVERFLOW_VERSION } from '../../shared/evaluation/index.ts';
import { type DeployedStack, STAGE, TEMPLATE } from './deployed-stack.ts';

/** The region that this stack is connected with, in which no stack is deployed. */
const OTHER = 'eu-west-1';

/** Both sides of an overflow, each with the role of its function: what receives a request, and what sends one. */
export function overflowStories(stack: DeployedStack): void {
  const inForce = (group: string) => expect.poll(async () => (await stack.state(group))?.policy.version).toBe(1);

  test('a group launches what another region asks for', async () => {
    await stack.putPolicy(stack.policyOf('lent'));
    await inForce('lent');
    const request = (from: string) => ({
      ...{ version: OVERFLOW_VERSION, stage: STAGE, from, sentAt: new Date().toISOString() },
      requests: [
        { group: 'lent', workers: 2, for: 300 },
        { group: 'nobody', workers: 2, for: 300 },
      ],
    });
    expect(await stack.ask('on-overflow', request('us-east-2'))).toMatchObject({
      refused: { code: 'overflow-foreign-region' },
    });
    expect(await stack.ask('on-overflow', request(OTHER))).toMatchObject({
      answers: [
        { group: 'lent', accepted: true },
        { group: 'nobody', accepted: false, code: 'overflow-no-group' },
      ],
    });
    await stack.evaluate('lent');
    await expect.poll(() => stack.instances('lent').length).toBe(2);
  });

  test('a group that cannot launch asks the other region, and learns that no stack is there', async () => {
    const { provider, ...policy } = stack.policyOf('borrows');
    const gone = { ...provider, launchTemplate: { name: `${TEMPLATE}-gone` } };
    const overflow = { region: OTHER, after: 1 };
    await stack.putPolicy({ ...policy, provider: gone, capacity: { min: 1, max: 3 }, overflow });
    await inForce('borrows');
    const why = async () => {
      await stack.evaluate('borrows');
      return (await stack.state('borrows'))?.overflow?.failing?.because.code;
    };
    await expect.poll(why, { timeout: 15_000, interval: 500 }).toBe('overflow-no-stack');
  });
}
