import { expect, test } from 'vitest';
import { type LaunchPart, launchInRounds } from '../../../../shared/providers/ec2/launching/parts.ts';
import { poolKey } from '../../../../shared/providers/ec2/ports.ts';
import { ec2Launch } from '../../../contracts/examples.ts';

test('no two requests of a launch have the same token, in however many zones and rounds', async () => {
  const pools = ['a', 'b', 'c', 'd', 'e', 'f'].map((subnet) => ({ instanceType: 'm7g.large', subnet }));
  const launch = ec2Launch({ token: 't', onDemand: 6, pools, there: {} });
  const asked: LaunchPart[] = [];
  const answered = await launchInRounds(launch, async (part) => {
    asked.push(part);
    // Each round finds one more zone short: the first of those that are left.
    const [pool] = part.pools;
    const isShort = pool !== undefined && pool.subnet <= (asked.length <= 6 ? 'b' : 'c');
    const launched = isShort ? [] : Array(part.onDemand).fill({ market: 'on-demand', subnet: pool?.subnet });
    return { launched, short: isShort ? [poolKey(pool, 'on-demand')] : [], isFinal: true };
  });
  expect(answered).toHaveLength(asked.length);
  const tokens = asked.map(({ token }) => token);
  expect(tokens.length).toBeGreaterThan(7);
  expect(new Set(tokens).size).toBe(tokens.length);
});
