import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weightOf } from '../../../../shared/model/index.ts';
import type { LaunchPart } from '../../../../shared/providers/ec2/launching/parts.ts';
import { launchInTurns, type TurnAnswer } from '../../../../shared/providers/ec2/launching/turns.ts';
import { type Ec2Launch, type Pool, poolKey } from '../../../../shared/providers/ec2/ports.ts';
import type { Market } from '../../../../shared/providers/instances/listed-worker.ts';
import { ec2Launch } from '../../../contracts/examples.ts';
import { runs } from '../../runs.ts';

const poolsOf = (weights: Readonly<Record<string, number>>, subnets: readonly string[]): Pool[] =>
  subnets.flatMap((subnet) =>
    Object.entries(weights).map(([instanceType, weight]) => ({ instanceType, subnet, weight })),
  );

/**
 * EC2 launches until the target is reached or exceeded, from whatever pools it likes. `choices`: which; `room`: how many
 * instances each pool still has.
 */
function ec2(choices: () => number, room: (key: string) => number, asked: LaunchPart[] = []) {
  const taken = new Map<string, number>();
  return async (part: LaunchPart): Promise<TurnAnswer> => {
    asked.push(part);
    const [launched, short]: [TurnAnswer['launched'][number][], Set<string>] = [[], new Set()];
    for (const [market, units] of [
      ['on-demand', part.onDemand],
      ['spot', part.spot],
    ] as const) {
      let left = units;
      while (left > 0) {
        const open = part.pools.filter((pool) => !short.has(poolKey(pool, market)));
        const pool = open[choices() % Math.max(1, open.length)];
        if (!pool) break;
        const key = poolKey(pool, market);
        const used = taken.get(key) ?? 0;
        if (used >= room(key)) short.add(key);
        else {
          taken.set(key, used + 1);
          launched.push({ instanceType: pool.instanceType, subnet: pool.subnet, market });
          left -= weightOf(pool);
        }
      }
    }
    return { launched, short: [...short], isFinal: true };
  };
}

const unitsIn = (answers: readonly TurnAnswer[], { pools }: Pick<Ec2Launch, 'pools'>, market?: Market): number =>
  answers
    .flatMap(({ launched }) => launched)
    .filter((instance) => market === undefined || instance.market === market)
    .reduce((sum, each) => sum + weightOf(pools.find(({ instanceType }) => instanceType === each.instanceType)), 0);

const enough = () => Number.POSITIVE_INFINITY;

describe('a launch of weighted instances', () => {
  test('asks zone by zone, and leaves out what is heavier than what is missing', async () => {
    const asked: LaunchPart[] = [];
    const launch = ec2Launch({
      ...{ token: 't', onDemand: 6, there: { a: 4 } },
      pools: poolsOf({ 'c7g.large': 2, 'c7g.2xlarge': 8 }, ['a', 'b']),
    });
    const answers = await launchInTurns(
      launch,
      ec2(() => 0, enough, asked),
    );
    expect(asked.map(({ token, onDemand, pools }) => [token, onDemand, pools[0]?.subnet])).toEqual([
      ['t-w1', 4, 'b'],
      ['t-w2', 2, 'a'],
    ]);
    expect(asked.every(({ pools }) => pools.every(({ weight }) => weight === 2))).toBe(true);
    expect(unitsIn(answers, launch)).toBe(6);
  });

  test('launches the lightest if all are heavier, and what came too much is not asked for again', async () => {
    const asked: LaunchPart[] = [];
    const launch = ec2Launch({
      ...{ onDemand: 3, spot: 3, there: {} },
      pools: poolsOf({ 'c7g.xlarge': 4, 'c7g.2xlarge': 8 }, ['a', 'b', 'c']),
    });
    const answers = await launchInTurns(
      launch,
      ec2(() => 0, enough, asked),
    );
    expect(unitsIn(answers, launch, 'on-demand')).toBe(4);
    expect(asked.map(({ onDemand, spot }) => [onDemand, spot])).toEqual([
      [3, 0],
      [0, 2],
    ]);
    expect(unitsIn(answers, launch)).toBe(8);
  });

  test('stops at an answer that a repeated request might not get', async () => {
    const asked: LaunchPart[] = [];
    const launch = ec2Launch({ onDemand: 8, there: {}, pools: poolsOf({ 'c7g.xlarge': 4 }, ['a', 'b']) });
    await launchInTurns(launch, async (part) => {
      asked.push(part);
      return { launched: [], short: [], isFinal: false };
    });
    expect(asked).toHaveLength(1);
  });

  test('never exceeds its target by a whole instance, wherever EC2 launches it and whatever it lacks', async () => {
    const weights = fc.dictionary(
      fc.constantFrom('a.large', 'b.large', 'c.large', 'd.large'),
      fc.integer({ min: 1, max: 9 }),
      {
        minKeys: 1,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        weights,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom(['x'], ['x', 'y'], ['x', 'y', 'z']),
        fc.boolean(),
        fc.infiniteStream(fc.nat(11)),
        fc.constantFrom(
          enough,
          (key: string) => key.length % 3,
          () => 1,
        ),
        async (types, onDemand, spot, subnets, isEven, choices, room) => {
          const pools = poolsOf(types, subnets);
          const launch = ec2Launch({ onDemand, spot, pools, ...(isEven ? { there: { x: 3 } } : { there: undefined }) });
          const asked: LaunchPart[] = [];
          const answers = await launchInTurns(
            launch,
            ec2(() => choices.next().value as number, room, asked),
          );
          const units = unitsIn(answers, launch);
          const heaviest = Math.max(...pools.map(weightOf));
          expect(units - (onDemand + spot)).toBeLessThan(heaviest);
          if (room === enough) expect(units).toBeGreaterThanOrEqual(onDemand + spot);
          expect(new Set(asked.map(({ token }) => token)).size).toBe(asked.length);
        },
      ),
      { numRuns: runs },
    );
  });
});
