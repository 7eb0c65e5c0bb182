import type { DescribedWorker, ExtensionGroups } from '../../shared/extension/index.ts';

interface Group {
  desired: number;
  workers: DescribedWorker[];
}

/** Groups of an extension in memory, by name. Workers come when `settle` is called. */
export function groupsInMemory(clock: () => number) {
  const byName = new Map<string, Group>();
  let ids = 0;
  const of = (name: string): Group => {
    const group = byName.get(name) ?? { desired: 0, workers: [] };
    byName.set(name, group);
    return group;
  };
  const groups: ExtensionGroups = {
    describe: async ({ name }) => structuredClone(of(name)),
    async resize({ name, desired }) {
      of(name).desired = desired;
      return {};
    },
    async terminate({ name, workers }) {
      const group = of(name);
      const ending = group.workers.filter(({ id }) => workers.includes(id));
      group.workers = group.workers.filter((worker) => !ending.includes(worker));
      group.desired -= ending.length;
      return { gone: workers };
    },
    async mark({ name, workers, marks }) {
      const group = of(name);
      group.workers = group.workers.map((worker) => {
        if (!workers.includes(worker.id)) return worker;
        const entries = Object.entries({ ...worker.marks, ...marks }).filter(([, text]) => text !== null);
        return { ...worker, marks: Object.fromEntries(entries) as Record<string, string> };
      });
    },
  };
  return {
    groups,
    settle(name: string) {
      const group = of(name);
      while (group.workers.length < group.desired) {
        group.workers.push({ id: `w-${ids++}`, state: 'ready', launchedAt: clock() });
      }
    },
    change(name: string, own: string, change: Partial<DescribedWorker>) {
      const group = of(name);
      group.workers = group.workers.map((worker) => (worker.id === own ? { ...worker, ...change } : worker));
    },
  };
}
