import { once } from '../model/index.ts';
import type { ProviderAdapter } from './provider-adapter.ts';

/**
 * An adapter that is loaded at its first use, because most stages have no group of its kind. `hasVersions`: its workers have
 * versions, so that rollouts replace them.
 */
export function lazyAdapter<Config, Plan>(
  load: () => Promise<ProviderAdapter<Config, Plan>>,
  { hasVersions = false } = {},
): ProviderAdapter<Config, Plan> {
  const adapter = once(load);
  const versions = async () => {
    const found = (await adapter()).versions;
    if (!found) throw new Error('The adapter knows no versions.');
    return found;
  };
  return {
    describe: async (...args) => (await adapter()).describe(...args),
    all: async (...args) => (await adapter()).all(...args),
    find: async (...args) => (await adapter()).find(...args),
    admit: async (...args) => (await adapter()).admit(...args),
    admitRemoval: async (...args) => (await adapter()).admitRemoval(...args),
    giveBack: async (...args) => (await adapter()).giveBack(...args),
    launch: async (...args) => (await adapter()).launch(...args),
    startDraining: async (...args) => (await adapter()).startDraining(...args),
    cancelDrain: async (...args) => (await adapter()).cancelDrain(...args),
    terminate: async (...args) => (await adapter()).terminate(...args),
    markReported: async (...args) => (await adapter()).markReported(...args),
    markDrained: async (...args) => (await adapter()).markDrained(...args),
    setOpen: async (...args) => (await adapter()).setOpen?.(...args),
    reconcile: async (...args) => (await adapter()).reconcile(...args),
    ...(hasVersions && {
      versions: {
        current: async (...args) => (await versions()).current(...args),
        target: async (...args) => (await versions()).target(...args),
      },
    }),
  };
}
