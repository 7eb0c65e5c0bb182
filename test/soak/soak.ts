import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Run, run, storyOf } from './run.ts';
import { worstDay } from './worst-day.ts';

/**
 * `npm run soak -- --minutes 5 --seed 1` simulates whole stages in virtual time, one seed after the other, on all cores. With
 * `--only`, it plays the one seed and prints what happened in it.
 */
const USAGE = 'npm run soak -- [--minutes N] [--seed S] [--only] [--lines N] [--worst-day]';

interface Done {
  readonly seed: number;
  readonly days: number;
  readonly evaluations: number;
  readonly settledAfter: number | null;
  readonly faults: readonly string[];
}

/** One process for each core. It plays every nth seed until it is ended. */
async function work(seed: number, step: number): Promise<void> {
  for (let next = seed; process.connected; next += step) {
    const { stage, days, settledAfter, faults } = await run(next);
    const done: Done = { seed: next, days, settledAfter, faults, evaluations: stage.evaluations };
    process.send?.(done);
    // Waits until the message is sent.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function only(seed: number, lines: number, isWorstDay: boolean): Promise<void> {
  const played = isWorstDay ? await worstDay(seed) : await run(seed);
  console.log(isWorstDay ? operatorsStory(played, lines) : storyOf(played, lines));
  for (const fault of played.faults) console.log(`FAULT: ${fault}`);
  console.log(
    `Seed ${seed}: ${played.days.toFixed(2)} days, at rest ${played.settledAfter ?? 'never'} minutes after the last fault.`,
  );
  process.exitCode = played.faults.length > 0 ? 1 : 0;
}

/** What an operator reads in logs and activities, without the functions that only found nothing to do. */
const operatorsStory = ({ stage }: Run, lines: number): string =>
  stage.story
    .filter((line) => / resized |redrives|EC2 has|is written|work for/.test(line))
    .slice(0, lines)
    .join('\n');

async function soak(minutes: number, seed: number): Promise<void> {
  const from = Date.now();
  const cores = availableParallelism();
  const total = { runs: 0, days: 0, evaluations: 0, longest: 0, failed: 0 };
  const summary = (): string => {
    const rate = total.days / ((Date.now() - from) / 60_000);
    return `${total.runs} runs, ${total.days.toFixed(1)} days (${rate.toFixed(0)} a minute), ${total.evaluations} evaluations, at rest after ${total.longest} minutes at most, ${total.failed} failed`;
  };
  const workers = Array.from({ length: cores }, (_, nth) =>
    fork(import.meta.filename, ['--work', `${seed + nth}`, '--step', `${cores}`]),
  );
  for (const worker of workers) worker.on('message', (message) => count(message as Done));
  function count({ seed: played, days, evaluations, settledAfter, faults }: Done): void {
    total.runs += 1;
    total.days += days;
    total.evaluations += evaluations;
    total.longest = Math.max(total.longest, settledAfter ?? 0);
    if (faults.length === 0) return;
    total.failed += 1;
    console.log(
      `\nSeed ${played} failed:\n${faults
        .slice(0, 5)
        .map((fault) => `  ${fault}`)
        .join('\n')}\n  Again: npm run soak -- --seed ${played} --only`,
    );
  }
  const progress = setInterval(() => process.stderr.write(`\r${summary()}`), 1000);
  const ended = new Promise<void>((resolve) => {
    setTimeout(resolve, minutes * 60_000).unref();
    process.once('SIGINT', resolve);
  });
  const alive = setInterval(() => {}, 1000);
  await Promise.race([ended, ...workers.map((worker) => once(worker, 'exit'))]);
  clearInterval(progress);
  clearInterval(alive);
  for (const worker of workers as ChildProcess[]) worker.kill();
  console.log(`\n${summary()}`);
  process.exitCode = total.failed > 0 || total.runs === 0 ? 1 : 0;
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    lines: { type: 'string', default: '80' },
    only: { type: 'boolean', default: false },
    'worst-day': { type: 'boolean', default: false },
    work: { type: 'string' },
    step: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
if (values.help || !(minutes > 0) || !Number.isInteger(seed)) {
  console.log(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else if (values.work !== undefined) await work(Number(values.work), Number(values.step));
else if (values.only || values['worst-day']) await only(seed, Number(values.lines), values['worst-day']);
else await soak(minutes, seed);
