import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, bundleFunction } from '../../infra/bundle.ts';
import { table } from '../../shared/presentation/index.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/runtime/limits.ts';
import { type Benchmark, type Findings, median } from '../benchmark.ts';
import { coresText } from '../one-core.ts';
import { type Sizes, sizesOf } from './sizes.ts';
import { startTimes } from './start-up.ts';

const FUNCTIONS = Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[];
/** The functions that evaluate; each is set beside itself with the EC2 client loaded at the start. */
const EVALUATING = ['evaluate', 'on-alarm'] as const satisfies FunctionName[];
/** For the function that every tick starts. A KB is 1,000 bytes. */
const AIM = { name: 'evaluate', bytes: 700_000, ms: 150 } as const;
const ROUNDS = 15;

interface Start extends Sizes {
  readonly name: string;
  /** Median time from the start of the process until the module is loaded, less that of an empty module. */
  readonly startMs: number;
  /** The least disturbed start of all, likewise. */
  readonly fastestMs: number;
}

export const cold: Benchmark = {
  name: 'cold',
  about: "each function's bundle and start-up time, beside variants that load the EC2 client at the start",
  async measure(tell) {
    const folder = mkdtempSync(join(tmpdir(), 'headcount-bench-cold-'));
    try {
      return findings(measureIn(folder, tell));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function measureIn(folder: string, tell: (progress: string) => void): Start[] {
  const bundles = [
    ...FUNCTIONS.map((name) => ({ name: name as string, metafile: bundleFunction(name, join(folder, name)) })),
    ...EVALUATING.map((name) => {
      const entry = fileURLToPath(new URL(`everything/${name}.ts`, import.meta.url));
      return { name: everything(name), metafile: bundle(entry, join(folder, everything(name))) };
    }),
  ];
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  writeFileSync(join(empty, 'index.mjs'), 'export {};\n');
  tell(`starting each of ${bundles.length} bundles ${ROUNDS} times ${coresText} …`);
  const times = startTimes([empty, ...bundles.map(({ name }) => join(folder, name))], ROUNDS);
  const beyondEmpty = (name: string, of: (all: readonly number[]) => number) =>
    of(times.get(join(folder, name)) ?? []) - of(times.get(empty) ?? []);
  return bundles.map(({ name, metafile }) => ({
    name,
    ...sizesOf(metafile),
    startMs: beyondEmpty(name, median),
    fastestMs: beyondEmpty(name, (all) => Math.min(...all)),
  }));
}

const everything = (name: string): string => `${name}, everything at once`;

function findings(starts: readonly Start[]): Findings {
  const aimed = starts.find(({ name }) => name === AIM.name);
  const isSmall = (aimed?.atStart ?? Infinity) < AIM.bytes;
  const isFast = (aimed?.startMs ?? Infinity) < AIM.ms;
  const kb = (bytes: number) => Math.round(bytes / 1000);
  const rows = starts.map(({ name, atStart, later, startMs, fastestMs }) => [
    name,
    ...[kb(atStart), kb(later), startMs, fastestMs].map(Math.round),
  ]);
  return {
    figures: { functions: starts, rounds: ROUNDS, cores: coresText, aim: { ...AIM, isSmall, isFast } },
    text: [
      table(['FUNCTION', 'KB AT START', 'KB ON DEMAND', 'START-UP MS', 'FASTEST'], rows),
      '',
      `Start-up: median of ${ROUNDS} fresh processes ${coresText} that load the bundle, less that of an empty module.`,
      `Aim for ${AIM.name}: under ${kb(AIM.bytes)} KB at start (${isSmall ? 'met' : 'missed'}), under ${AIM.ms} ms (${isFast ? 'met' : 'missed'}).`,
    ].join('\n'),
    broken: isSmall ? [] : [`${AIM.name} loads less than ${kb(AIM.bytes)} KB at its start`],
  };
}
