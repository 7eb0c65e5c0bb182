import { createHash } from 'node:crypto';
import { run } from './run.ts';

/** Plays the seeds of its arguments in this order, and prints the SHA-256 of all that happened in each. */
for (const seed of process.argv.slice(2)) {
  const { stage, faults } = await run(Number(seed));
  const { log, injections, history } = stage;
  const trace = JSON.stringify([log, faults, injections.list, history.writes]);
  console.log(`${seed} ${createHash('sha256').update(trace).digest('hex')}`);
}
