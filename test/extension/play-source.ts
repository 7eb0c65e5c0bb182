import type { EvaluationReport } from '../../shared/evaluation/index.ts';
import { parseDeployable } from '../../shared/policy/index.ts';
import { sourceReaders } from '../../shared/sources/readers.ts';
import { may, statementsOf } from '../infra/iam.ts';
import { synthesized } from '../infra/synthesized.ts';
import { policyOf, setting } from '../shared/evaluation/setting.ts';

/** Run in an overlay that knows thermometers: what it makes of a policy that reads one, as JSON. */
const HOT = { kind: 'threshold', metric: 'heat', out: { above: 30, add: 2 } };
const LEARNING = { kind: 'forecast', metric: 'heat', value: 5 };
const document = (thermometer: object, rule: object = HOT) => ({
  ...policyOf(),
  metrics: { heat: { thermometer } },
  rules: [rule],
});
const faultsOf = (written: unknown) => {
  const parsed = parseDeployable(written);
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
};

async function reportOn(room: string): Promise<Pick<EvaluationReport, 'result' | 'seen' | 'decision'>> {
  const world = setting();
  await world.put(document({ room }));
  // The clients are not used: no metric of this policy is AWS's.
  const sources = sourceReaders({ connections: {} as never, pushedValues: {} as never, warn: () => {} });
  const { result, seen, decision } = await world.evaluate({ sources });
  return { result, ...(seen ? { seen } : {}), ...(decision ? { decision } : {}) };
}

const statements = statementsOf(synthesized(), 'evaluate');
const read = { action: 'iot:GetThingShadow', resource: 'arn:aws:iot:eu-west-1:111122223333:thing/server-room' };

process.stdout.write(
  JSON.stringify({
    faults: {
      right: faultsOf(document({ room: 'server-room' })),
      wrong: faultsOf(document({ floor: 3 })),
      none: faultsOf({ ...policyOf(), metrics: { heat: {} } }),
      learning: faultsOf(document({ room: 'server-room' }, LEARNING)),
    },
    read: await reportOn('server-room'),
    unread: await reportOn('attic'),
    permitted: may(statements, read),
    permittedElsewhere: may(statements, { ...read, resource: read.resource.replace('1111222', '9999000') }),
  }),
);
