import { decide } from '../../shared/decision/index.ts';
import { boundAlarms, isWatched } from '../../shared/evaluation/index.ts';
import { parseDeployable, parseObservation, parsePolicy } from '../../shared/policy/index.ts';
import { decisionDocument } from '../../shared/presentation/index.ts';
import { policyOf, settled } from '../shared/evaluation/setting.ts';

/** Run in an overlay that knows staircases: what it makes of policies with one, as JSON. */
const source = { cloudwatch: { namespace: 'House', name: 'height' } };
const document = (rule: object, metrics: object = { height: source }) => ({ ...policyOf(), metrics, rules: [rule] });
const STAIRS = { kind: 'staircase', metric: 'height', rise: 3 };
const faultsOf = (written: unknown) => {
  const parsed = parseDeployable(written);
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
};

const policy = parsePolicy(document(STAIRS));
const observation = parseObservation({
  now: '2026-11-21T12:00:00Z',
  desired: 1,
  metrics: { height: [{ at: '2026-11-21T11:59:00Z', value: 10 }] },
});
if (!policy.ok || !observation.ok) throw new Error('the policy or the observation is not valid');

const world = await settled(2);
const accepted = await world.put(document({ ...STAIRS, metric: 'jobs' }, { jobs: { sqs: { queue: 'jobs' } } }));
world.queues.set('jobs', { waiting: 14 });
const { result, decision } = await world.evaluate();

process.stdout.write(
  JSON.stringify({
    faults: {
      right: faultsOf(document(STAIRS)),
      wrong: faultsOf(document({ ...STAIRS, rise: 0, tread: 1 })),
      unknownMetric: faultsOf(document({ ...STAIRS, metric: 'depth' })),
      unknownKind: faultsOf(document({ kind: 'ladder' })),
    },
    decided: decisionDocument(decide(policy.value, observation.value)),
    alarms: boundAlarms(policy.value).map(({ rule, side, bound }) => ({ rule, side, bound })),
    isWatched: isWatched(policy.value),
    accepted,
    evaluated: { result, desired: decision?.desired },
  }),
);
