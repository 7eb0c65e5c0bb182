import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { logOf, type Run, run } from './run.ts';
import { shrink } from './shrink.ts';
import { keysOf, shrunkText } from './shrunk-text.ts';
import { worstDay } from './worst-day.ts';

/**
 * `npm run soak -- --minutes 5 --seed 1` simulates whole stages in virtual time, one seed after the other, on all cores. With
 * `--only`, it plays the one seed and prints what happened in it. A run that fails is reduced to what causes the failure.
 */
const USAGE = 'npm run soak -- [--minutes N] [--seed S] [--only [--with 1,5]] [--lines N] [--worst-day]';

/** Node optimizes functions after fewer calls. Seeds need 10 to 18 % less CPU time. */
const OPTIMIZED_EARLY = ['--no-lazy-feedback-allocation'];
/** A process starts with half the CPU time if its modules were compiled before. Tests use this folder, too. */
const COMPILED = join(import.meta.dirname, '..', '..', '.local', 'compile-cache');

interface Done {
  readonly seed: number;
  readonly days: number;
  readonly evaluations: number;
  /** Seconds of CPU time. */
  readonly cpu: number;
  readonly settledAfter: number | null;
  readonly faults: readonly string[];
  /** The shortest run that still fails; null if the run did not fail. */
  readonly shortest: string | null;
}

/** One process for each core. It plays every nth seed until it is ended. */
async function work(seed: number, step: number): Promise<void> {
  for (let next = seed; process.connected; next += step) {
    const before = process.cpuUsage();
    const played = await run(next);
    const { user, system } = process.cpuUsage(before);
    const { stage, days, settledAfter, faults } = played;
    const shortest = faults.length > 0 ? await shortestOf(played) : null;
    const done: Done = {
      ...{ seed: next, days, cpu: (user + system) / 1e6, settledAfter, faults, shortest },
      evaluations: stage.evaluations,
    };
    process.send?.(done);
    // Waits until the message is sent.
    await new Promise((resolve) => setImmediate(resolve));
    // Node stores what it has compiled when a process exits, but this one will be killed.
    if (next === seed) flushCompileCache();
  }
}

const shortestOf = async (failed: Run): Promise<string> =>
  shrunkText(failed, await shrink(failed, (only) => run(failed.seed, { only })));

async function only(seed: number, lines: number, numbers: string | undefined): Promise<void> {
  const whole = await run(seed);
  const keys = numbers === undefined ? null : keysOf(numbers, whole);
  if (numbers !== undefined && !keys) {
    console.log(
      `Seed ${seed} has ${whole.stage.injections.list.length} injections; --with has another number: ${numbers}`,
    );
    process.exitCode = 2;
    return;
  }
  const played = keys ? await run(seed, { only: keys }) : whole;
  console.log(logOf(played, lines));
  conclude(played);
  if (played.faults.length > 0 && !keys) console.log(await shortestOf(played));
}

async function onlyWorstDay(seed: number, lines: number): Promise<void> {
  const played = await worstDay(seed);
  console.log(operatorsLog(played, lines));
  conclude(played);
}

function conclude({ seed, days, settledAfter, faults }: Run): void {
  for (const fault of faults) console.log(`FAULT: ${fault}`);
  console.log(
    `Seed ${seed}: ${days.toFixed(2)} days, at rest ${settledAfter ?? 'never'} minutes after the last fault.`,
  );
  process.exitCode = faults.length > 0 ? 1 : 0;
}

/** What an operator reads in logs and activities, without the functions that only found nothing to do. */
const operatorsLog = ({ stage }: Run, lines: number): string =>
  stage.log
    .filter((line) => / resized |redrives|EC2 has|is written|work for/.test(line))
    .slice(0, lines)
    .join('\n');

async function soak(minutes: number, seed: number): Promise<void> {
  const from = Date.now();
  const cores = availableParallelism();
  const total = { runs: 0, days: 0, cpu: 0, evaluations: 0, longest: 0, failed: 0 };
  const summary = (): string => {
    const rate = total.days / ((Date.now() - from) / 60_000);
    const rateOfCpu = total.cpu > 0 ? total.days / (total.cpu / 60) : 0;
    const rates = `${rate.toFixed(0)} a minute, ${rateOfCpu.toFixed(0)} per minute of CPU time`;
    return `${total.runs} runs, ${total.days.toFixed(1)} days (${rates}), ${total.evaluations} evaluations, at rest after ${total.longest} minutes at most, ${total.failed} failed`;
  };
  const using = { execArgv: OPTIMIZED_EARLY, env: { NODE_COMPILE_CACHE: COMPILED, ...process.env } };
  const workers = Array.from({ length: cores }, (_, nth) =>
    fork(import.meta.filename, ['--work', `${seed + nth}`, '--step', `${cores}`], using),
  );
  for (const worker of workers) worker.on('message', (message) => count(message as Done));
  function count({ seed: played, days, cpu, evaluations, settledAfter, faults, shortest }: Done): void {
    total.runs += 1;
    total.days += days;
    total.cpu += cpu;
    total.evaluations += evaluations;
    total.longest = Math.max(total.longest, settledAfter ?? 0);
    if (faults.length === 0) return;
    total.failed += 1;
    console.log(
      `\nSeed ${played} failed:\n${faults
        .slice(0, 5)
        .map((fault) => `  ${fault}`)
        .join('\n')}\n  Again: npm run soak -- --seed ${played} --only\n${shortest}`,
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
    with: { type: 'string' },
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
else if (values['worst-day']) await onlyWorstDay(seed, Number(values.lines));
else if (values.only) await only(seed, Number(values.lines), values.with);
else await soak(minutes, seed);
