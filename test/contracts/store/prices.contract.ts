import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import { OPERATING_SYSTEMS } from '../../../shared/prices/index.ts';
import { MINUTE, NOON } from '../examples.ts';

export function describePricesContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`PriceRecords: ${name}`, () => {
    let { prices }: Store = {} as Store;
    beforeEach(async () => {
      ({ prices } = await makeStore());
      // The stores of one table share their prices.
      const types = Object.keys((await prices.read(['linux'])).linux ?? {});
      for (const market of ['on-demand', 'spot'] as const) {
        await prices.forget(types.map((type) => ({ system: 'linux', type, market })));
      }
    });
    const c7g = { system: 'linux', type: 'c7g.large' } as const;

    it('keeps what AWS says and who needed it apart, in each market', async () => {
      await prices.need([{ ...c7g, market: 'on-demand' }], NOON);
      await prices.store(
        [
          { ...c7g, market: 'on-demand', usd: 0.0725 },
          { ...c7g, market: 'spot', zones: { 'us-east-1a': 0.03, 'us-east-1b': 0.028 } },
        ],
        NOON + MINUTE,
      );
      await prices.need([{ ...c7g, market: 'spot' }], NOON + 2 * MINUTE);
      expect((await prices.read(['linux'])).linux).toEqual({
        'c7g.large': {
          onDemand: { neededAt: NOON, usd: 0.0725, readAt: NOON + MINUTE },
          spot: {
            neededAt: NOON + 2 * MINUTE,
            zones: { 'us-east-1a': 0.03, 'us-east-1b': 0.028 },
            readAt: NOON + MINUTE,
          },
        },
      });
    });

    it('replaces a price, also by the news that the list does not have it', async () => {
      await prices.store([{ ...c7g, market: 'on-demand', usd: 0.0725 }], NOON);
      await prices.store([{ ...c7g, market: 'on-demand', usd: null }], NOON + MINUTE);
      expect((await prices.read(['linux'])).linux).toEqual({ 'c7g.large': { onDemand: { readAt: NOON + MINUTE } } });
    });

    it('keeps what matches a selection', async () => {
      const selection = { system: 'linux', type: 'requirements-1', market: 'matching' } as const;
      const of = { vcpus: { min: 2 } };
      await prices.store([{ ...selection, types: ['c7g.large'], of }], NOON);
      await prices.need([selection], NOON + MINUTE);
      expect((await prices.read(['linux'])).linux).toEqual({
        'requirements-1': { matching: { types: ['c7g.large'], of, readAt: NOON, neededAt: NOON + MINUTE } },
      });
      await prices.forget([selection]);
      expect((await prices.read(['linux'])).linux ?? {}).toEqual({});
    });

    it('reads the systems that it is asked for, and removes what is forgotten', async () => {
      await prices.store([{ ...c7g, market: 'on-demand', usd: 0.0725 }], NOON);
      await prices.store([{ ...c7g, system: 'windows', market: 'on-demand', usd: 0.16 }], NOON);
      expect((await prices.read(['windows'])).windows).toMatchObject({ 'c7g.large': { onDemand: { usd: 0.16 } } });
      expect((await prices.read(['windows'])).linux).toBeUndefined();
      expect(await prices.read(OPERATING_SYSTEMS)).toMatchObject({
        linux: { 'c7g.large': { onDemand: { usd: 0.0725 } } },
      });
      await prices.forget([{ ...c7g, market: 'on-demand' }]);
      expect((await prices.read(['linux'])).linux ?? {}).toEqual({});
    });

    it('makes each policy that waits for prices be tried again once', async () => {
      await prices.wait('ci');
      await prices.wait('web');
      await prices.wait('ci');
      expect([...(await prices.retryWaiting())].sort()).toEqual(['ci', 'web']);
      expect(await prices.retryWaiting()).toEqual([]);
      // What waits is no price of an operating system.
      await prices.wait('ci');
      expect(Object.keys(await prices.read(OPERATING_SYSTEMS))).not.toContain('WAITING#ci');
      await prices.retryWaiting();
    });

    it('stores more prices than fit in one write, and concurrent ones', async () => {
      const many = Array.from({ length: 120 }, (_, n) => ({
        system: 'linux' as const,
        type: `x${n}.large`,
        usd: n + 1,
      }));
      await Promise.all([
        prices.store(
          many.map((each) => ({ ...each, market: 'on-demand' })),
          NOON,
        ),
        prices.need(
          many.map(({ system, type }) => ({ system, type, market: 'on-demand' })),
          NOON,
        ),
      ]);
      const { linux = {} } = await prices.read(['linux']);
      expect(Object.keys(linux)).toHaveLength(120);
      expect(linux['x119.large']).toEqual({ onDemand: { usd: 120, readAt: NOON, neededAt: NOON } });
    });
  });
}
