import { once } from '../../../model/index.ts';
import type { Targets } from '../ports.ts';

/** Loads the client of load balancers on first use, because most policies have no target group. */
export function lazyTargets(onUnusable: (message: string) => void = () => {}): Targets {
  const targets = once(async () => (await import('./client.ts')).targetsWithClient(onUnusable));
  return {
    health: async (groups) => (groups.length > 0 ? (await targets()).health(groups) : new Map()),
    async register(groups, ids) {
      if (groups.length > 0 && ids.length > 0) await (await targets()).register(groups, ids);
    },
    async deregister(groups, ids) {
      if (groups.length > 0 && ids.length > 0) await (await targets()).deregister(groups, ids);
    },
  };
}
