import { afterAll } from 'vitest';
import type { ProviderModule } from '../../../../shared/providers/index.ts';
import { lambda } from '../../../../shared/providers/lambda/index.ts';
import { NOON } from '../../../contracts/examples.ts';
import { describeProviderContract } from '../../../contracts/providers/provider.contract.ts';
import { FakeFunction } from '../../../fakes/fake-function.ts';
import { withFunction } from './served.ts';

const ends: (() => void)[] = [];
afterAll(() => {
  for (const end of ends) end();
});

describeProviderContract('lambda, over HTTP', async () => {
  let now = NOON;
  const group = new FakeFunction(() => now);
  const { adapter, config, close } = await withFunction(group.handle);
  ends.push(close);
  const own = (id: string) => {
    const worker = group.workers.get(id.split('/').at(-1) ?? '');
    if (!worker) throw new Error(`there is no worker ${id}`);
    return worker;
  };
  return {
    ...{ module: lambda as unknown as ProviderModule, config, adapter, group: 'ci', now: () => now },
    async settle() {
      group.react();
      now += 60_000;
    },
    async report(id, what, on) {
      if (what === 'busy') own(id).busy = on;
      else own(id).protected = on;
    },
  };
});
