import { setTimeout as sleep } from 'node:timers/promises';
import { functionConnections } from '../../shared/aws/function-connections.ts';
import { evaluate, PolicyCache } from '../../shared/evaluation/index.ts';
import { functionEnvironment } from '../../shared/runtime/environment.ts';
import { awsEvaluation } from '../../shared/runtime/evaluation.ts';
import { seededRandom } from '../../shared/simulation/index.ts';
import { isInjected } from './plan.ts';

/**
 * Evaluates one batch after the other in one process, as a warm function does, until it is killed. Prints a report on each
 * line. Usage: `node function.ts <seed> <group>…`.
 */
const [seed = '0', ...groups] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const evaluation = awsEvaluation(functionConnections(), functionEnvironment());
const cache = new PolicyCache();
const LONGEST_PAUSE_MS = 150;

for (let invocation = 1; ; invocation++) {
  const batch = groups.filter(() => random() < 0.5);
  const dependencies = { ...evaluation, holder: `function-${process.pid}:${invocation}` };
  // After a failed invocation, the function stays warm, and its message comes again.
  const reports = await evaluate(batch, random() < 0.5 ? 'schedule' : 'alarm', cache, dependencies).catch(failed);
  for (const report of reports) process.stdout.write(`${JSON.stringify(report)}\n`);
  await sleep(random() * LONGEST_PAUSE_MS);
}

function failed(error: Error): [] {
  if (!isInjected(error.message)) throw error;
  return [];
}
