import type { ProviderFormat, ProviderModule } from '../../shared/providers/index.ts';
import { NOON } from '../contracts/examples.ts';
import { describeProviderContract } from '../contracts/providers/provider.contract.ts';
import { rackAdapter } from './toy-provider/adapter.ts';
import { format } from './toy-provider/format.ts';
import { rack } from './toy-provider/index.ts';
import { reasons } from './toy-provider/reasons.ts';

describeProviderContract('a toy', () => {
  const adapter = rackAdapter({ clock: () => NOON });
  return {
    ...{ module: rack as unknown as ProviderModule, format: format as unknown as ProviderFormat, codes: reasons },
    ...{ adapter, group: 'ci', now: () => NOON },
    config: format.schema.parse({ kind: 'rack', rack: 'a1', slots: 6 }),
    settle: async () => {},
    report: async (id, what, on) => adapter.report(id, what, on),
  };
});
