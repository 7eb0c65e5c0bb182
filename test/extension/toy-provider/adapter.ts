import type { ProviderAdapter } from '../../../shared/providers/provider-adapter.ts';
import { reportsOf, SILENT, type TaggedReports } from '../../../shared/providers/reports/index.ts';
import type { Rack, RackPlan } from './format.ts';

interface Machine {
  readonly slot: number;
  readonly group: string;
  readonly activity: string;
  readonly since: number;
  drainingUntil: number | null;
  busy: boolean;
  guarded: boolean;
  reports: TaggedReports;
}

export interface RackSwitches {
  report(id: string, what: 'busy' | 'protected', on: boolean): void;
}

/** One rack, in memory. */
export function rackAdapter({
  clock,
}: {
  readonly clock: () => number;
}): ProviderAdapter<Rack, RackPlan> & RackSwitches {
  const machines = new Map<string, Machine>();
  const workersOf = (wanted: string) =>
    [...machines].flatMap(([id, { slot, group, activity, since, drainingUntil, busy, guarded, reports }]) =>
      group === wanted
        ? [
            {
              ...{ id, group, launchedAt: since, zone: '', drainingUntil, protected: guarded, busy, drained: false },
              ...{ activity, unhealthy: null, serving: true, details: { slot: String(slot) } },
              reported: reportsOf(reports, clock()),
            },
          ]
        : [],
    );
  return {
    async describe(groups) {
      return new Map(
        groups.map(({ group }) => [
          group,
          { workers: workersOf(group), ended: [], ordered: 0, notes: [], facts: null },
        ]),
      );
    },
    all: async (groups) => ({
      workers: groups.flatMap(({ group }) => workersOf(group)),
      ended: [],
      errors: new Map(),
      notes: new Map(),
    }),
    async find(id) {
      const machine = machines.get(id);
      return machine ? { group: machine.group, alive: true, draining: machine.drainingUntil !== null } : null;
    },
    admit: async (plan) => ({ plan, count: plan.slots.length, reasons: [], drawn: null }),
    admitRemoval: async () => ({ granted: true, reasons: [], drawn: null }),
    giveBack: async () => {},
    async launch({ group, activity, plan }) {
      const launched = plan.slots.map((slot) => {
        const id = `slot-${slot}`;
        const machine = {
          ...{ slot, group, activity, since: clock(), drainingUntil: null },
          ...{ busy: false, guarded: false, reports: SILENT },
        };
        if (!machines.has(id)) machines.set(id, machine);
        return { id, details: { slot: String(slot) } };
      });
      return { launched, ordered: 0, errors: [] };
    },
    async startDraining({ workers }, until) {
      for (const id of workers) Object.assign(machines.get(id) ?? {}, { drainingUntil: until });
    },
    async cancelDrain(_group, workers) {
      for (const id of workers) Object.assign(machines.get(id) ?? {}, { drainingUntil: null });
    },
    async terminate({ workers }, { evenBusy }) {
      const gone = workers.filter((id) => {
        const machine = machines.get(id);
        return !machine || (!machine.guarded && (evenBusy || !machine.busy));
      });
      for (const id of gone) machines.delete(id);
      return { gone, reasons: [] };
    },
    markDrained: async () => {},
    async markReported(id, report, at) {
      const machine = machines.get(id);
      if (!machine) return;
      const time = new Date(at).toISOString();
      if (typeof report === 'object') {
        machine.reports = { ...machine.reports, unreadable: `${time} ${report.unreadable}` };
        return;
      }
      machine.reports = { ...machine.reports, alive: time };
      if (report === 'ready' || report === 'retire') machine.reports = { ...machine.reports, [report]: true };
      if (report === 'busy' || report === 'idle') machine.busy = report === 'busy';
    },
    reconcile: async () => {},
    report(id, what, on) {
      Object.assign(machines.get(id) ?? {}, what === 'busy' ? { busy: on } : { guarded: on });
    },
  };
}
