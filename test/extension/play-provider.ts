import { parseDeployable } from '../../shared/policy/index.ts';
import { reportDocument } from '../../shared/presentation/index.ts';
import { providerAdapters } from '../../shared/providers/adapters.ts';
import { policyOf, setting } from '../shared/evaluation/setting.ts';

/** Run in an overlay that knows racks: what it makes of a policy that resizes one, as JSON. */
const document = (provider: object) => ({ ...policyOf(), provider });
const faultsOf = (written: unknown) => {
  const parsed = parseDeployable(written);
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
};

const world = setting();
const { budget, clock } = world.ports;
// The clients are not used: this group has nothing of AWS's.
const providers = providerAdapters({ connections: {} as never, budget, stage: 'test', clock, warn: () => {} }, [
  'rack' as never,
]);
await world.put(document({ kind: 'rack', rack: 'a1' }));
const reports = [];
for (const waiting of [20, 60, 0]) {
  world.queues.set('jobs', { waiting });
  const report = await world.evaluate({ providers });
  const { result, decision, intent, outcome } = report;
  reports.push({
    result,
    desired: decision?.desired,
    blockedBy: decision?.blockedBy,
    intent,
    outcome,
    told: report.told,
  });
  world.pass(60);
}
const [activity] = await world.activities();

process.stdout.write(
  JSON.stringify({
    faults: {
      right: faultsOf(document({ kind: 'rack', rack: 'a1' })),
      wrong: faultsOf(document({ kind: 'rack', slots: 0 })),
      unknownKind: faultsOf(document({ kind: 'shelf' })),
    },
    reports,
    activity,
    isDocumented: typeof reportDocument === 'function',
  }),
);
