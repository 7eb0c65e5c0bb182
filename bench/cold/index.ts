import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, bundleFunction } from '../../infra/bundle.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/names/index.ts';
import { table } from '../../shared/presentation/index.ts';
import { type Benchmark, type Findings, median } from '../benchmark.ts';
import { coresText } from '../one-core.ts';
import { type Sizes, sizesOf } from './sizes.ts';
import { startTimes } from './start-up.ts';

const FUNCTIONS = Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[];
/** The functions that evaluate; they are compared with variants that load the EC2 client at start-up. */
const EVALUATING = ['evaluate', 'on-alarm'] as const satisfies FunctionName[];
/** Goal for the function that every tick starts. A KB is 1,000 bytes. */
const AIM = { name: 'evaluate', bytes: 300_000, ms: 60 } as const;
const ROUNDS = 15;

interface Start extends Sizes {
  readonly name: string;
  /** Median time from the start of the process until the module is loaded, minus the time for an empty module. */
  readonly startMs: number;
  /** The fastest start, minus the fastest start of an empty module. */
  readonly fastestMs: number;
}

export const cold: Benchmark = {
  name: 'cold',
  about: "size and start-up time of the functions' bundles, and of variants that load the EC2 client at start-up",
  async measure(report) {
    const folder = mkdtempSync(join(tmpdir(), 'headcount-bench-cold-'));
    try {
      return findings(measureIn(folder, report));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function measureIn(folder: string, report: (progress: string) => void): Start[] {
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
  report(`starting ${bundles.length} bundles ${ROUNDS} times ${coresText} …`);
  const times = startTimes([empty, ...bundles.map(({ name }) => join(folder, name))], ROUNDS);
  const exceedingEmpty = (name: string, statistic: (times: readonly number[]) => number) =>
    statistic(times.get(join(folder, name)) ?? []) - statistic(times.get(empty) ?? []);
  return bundles.map(({ name, metafile }) => ({
    name,
    ...sizesOf(metafile),
    startMs: exceedingEmpty(name, median),
    fastestMs: exceedingEmpty(name, (all) => Math.min(...all)),
  }));
}

const everything = (name: string): string => `${name}, with EC2 client`;

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
      `Start-up: median of ${ROUNDS} new processes ${coresText} that load the bundle, minus the median for an empty module.`,
      `Goal for ${AIM.name}: under ${kb(AIM.bytes)} KB at start (${isSmall ? 'met' : 'missed'}), under ${AIM.ms} ms (${isFast ? 'met' : 'missed'}).`,
    ].join('\n'),
    broken: isSmall ? [] : [`${AIM.name} must load less than ${kb(AIM.bytes)} KB at start-up`],
  };
}
