import type { Refused } from '../../../shared/providers/ec2/api/launching/refusals.ts';
import type { LaunchPart } from '../../../shared/providers/ec2/launching/parts.ts';
import { isWeighted } from '../../../shared/providers/ec2/launching/weights.ts';
import { type Ec2Launch, type Pool, poolKey } from '../../../shared/providers/ec2/ports.ts';
import type { Market } from '../../../shared/providers/instances/listed-worker.ts';

/** The capacity of EC2's pools: unlimited, unless a test limits it. */
export class FakeCapacity {
  readonly #short = new Map<string, { remaining: number; code: string }>();

  /** A pool (`type/subnet/market`) that gives only `remaining` more. */
  makeShort(pool: string, remaining: number, code: string): void {
    this.#short.set(pool, { remaining, code });
  }

  hasCapacityAgain(pool: string): void {
    this.#short.delete(pool);
  }

  /** Where the instances of a request come from: as many as it takes to reach its target, which the last one may exceed. */
  poolsFor(part: LaunchPart, intent: Ec2Launch, refused: Map<string, Refused>): { pool: Pool; market: Market }[] {
    const chosen: { pool: Pool; market: Market }[] = [];
    let turn = 0;
    for (const [market, units] of [
      ['on-demand', part.onDemand],
      ['spot', part.spot],
    ] as const) {
      let left = units;
      while (left > 0) {
        const isRun = intent.by !== undefined && isWeighted(intent);
        const pool = this.withRoom(isRun ? part.pools.slice(0, 1) : part.pools, market, turn++, refused);
        if (pool) chosen.push({ pool, market });
        else if (isWeighted(intent)) break;
        left -= pool?.weight ?? 1;
        // RunInstances is asked for as many as fit, and for one at least.
        if (isRun && left < (pool?.weight ?? 1)) break;
      }
    }
    return chosen;
  }

  withRoom(pools: readonly Pool[], market: Market, turn: number, refused: Map<string, Refused>) {
    // By lowest price a tie goes to the first pool, every time.
    const start = market === 'on-demand' || pools.length === 0 ? 0 : turn % pools.length;
    return [...pools.slice(start), ...pools.slice(0, start)].find((pool) => {
      const key = poolKey(pool, market);
      const short = this.#short.get(key);
      if (!short) return true;
      if (short.remaining-- > 0) return true;
      refused.set(key, { code: short.code, message: `${key} is out of capacity`, pools: [key] });
      return false;
    });
  }
}
