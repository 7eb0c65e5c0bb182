import { evaluate, PolicyCache } from '../../shared/evaluation/index.ts';
import { sentence } from '../../shared/presentation/index.ts';
import { type ProviderAdapter, providersFrom } from '../../shared/providers/index.ts';
import { awsEvaluation } from '../../shared/runtime/evaluation.ts';
import { patientConnections } from '../shared/aws/patient.ts';

/**
 * One process of a race: `node evaluation-race.ts <table> <group> <how many> <process> <start|observed>`. Evaluates the
 * group so many times at once, with the adapters that the functions use, and prints the reports as a line of JSON. At
 * the start, or when every evaluation has observed the group, it says `ready` and waits for a line.
 */
const [table = '', group = '', count = '0', name = '', barrier = 'start'] = process.argv.slice(2);
const evaluation = awsEvaluation(patientConnections(), { stage: 'local', table });
// Connects beforehand, so that the race is about the claim.
await evaluation.states.read([group]);

const opened = new Promise((resolve) => process.stdin.once('data', resolve));
const ready = (): void => void process.stdout.write('ready\n');
let observed = 0;
const waiting = (adapter: ProviderAdapter): ProviderAdapter => ({
  ...adapter,
  async describe(...groups) {
    const described = await adapter.describe(...groups);
    if (barrier !== 'observed') return described;
    observed += 1;
    if (observed === Number(count)) ready();
    await opened;
    return described;
  },
});
const providers = providersFrom(
  Object.fromEntries(evaluation.providers.all().map(({ kind, adapter }) => [kind, waiting(adapter)])),
);
if (barrier === 'start') {
  ready();
  await opened;
}
const evaluations = Array.from({ length: Number(count) }, (_, index) =>
  evaluate([group], 'alarm', new PolicyCache(), { ...evaluation, providers, holder: `${name}-${index}` }),
);
const reports = (await Promise.all(evaluations)).flat();
const told = reports.map(({ result, reason, activity, error, seen }) => ({
  result,
  told: sentence(reason),
  activity,
  error,
  desired: seen?.desired,
}));
process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit(0));
