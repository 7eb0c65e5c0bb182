import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import { NOON } from '../examples.ts';

const found = {
  ...{ at: NOON, of: 'checksum', types: ['c7g.large', 'm7g.large'] },
  verdict: { code: 'rightsize-keep', params: { type: 'c7g.large' } },
};

export function describeSizingsContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`SizingRecords: ${name}`, () => {
    let { sizings }: Store = {} as Store;
    beforeAll(async () => {
      ({ sizings } = await makeStore());
    });

    it('knows nothing of a group that never asked', async () => {
      expect(await sizings.read(['nobody'])).toEqual(new Map());
    });

    it('keeps when a group asked and what was found apart from each other', async () => {
      await sizings.need('asks', NOON);
      expect(await sizings.read(['asks', 'nobody'])).toEqual(new Map([['asks', { neededAt: NOON }]]));
      await sizings.store('asks', found);
      await sizings.need('asks', NOON + 1);
      expect(await sizings.read(['asks'])).toEqual(new Map([['asks', { neededAt: NOON + 1, sizing: found }]]));
    });

    it('keeps when the daily job began with a group', async () => {
      await sizings.need('tried', NOON);
      await sizings.tried('tried', NOON + 1);
      expect(await sizings.read(['tried'])).toEqual(new Map([['tried', { neededAt: NOON, triedAt: NOON + 1 }]]));
    });

    it('replaces what was found before, and lists all groups', async () => {
      const later = { ...found, at: NOON + 5, types: [] };
      await sizings.need('other', NOON);
      await sizings.store('other', found);
      await sizings.store('other', later);
      expect((await sizings.all()).get('other')).toEqual({ neededAt: NOON, sizing: later });
      expect([...(await sizings.all()).keys()]).toContain('asks');
    });
  });
}
