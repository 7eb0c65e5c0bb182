import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { FUNCTION_ENVIRONMENT } from '../../bench/function-environment.ts';
import { bundle, bundleFunction } from '../../infra/bundle.ts';
import { LOCAL, REPOSITORY } from '../../local/paths.ts';
import { recordReasons } from '../../shared/evaluation/record-reasons.ts';
import { type ReasonCatalog, validationReasons } from '../../shared/model/index.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/names/limits.ts';
import { noData } from '../../shared/rules/recommendation.ts';
import { someOf } from '../model/sampled.ts';

interface Bundle {
  readonly folder: string;
  readonly outputs: Metafile['outputs'];
}
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
function bundledNow(name: FunctionName, parent = tmpdir()): Bundle {
  const folder = mkdtempSync(join(parent, 'headcount-bundle-'));
  folders.push(folder);
  return { folder, outputs: bundleFunction(name, folder).outputs };
}
/** Without the bundles that other tests have made from the same sources. */
function bundledAfresh(name: FunctionName, parent: string): Bundle {
  const { HEADCOUNT_KEPT_BUNDLES: kept } = process.env;
  delete process.env['HEADCOUNT_KEPT_BUNDLES'];
  try {
    return bundledNow(name, parent);
  } finally {
    if (kept !== undefined) process.env['HEADCOUNT_KEPT_BUNDLES'] = kept;
  }
}
const bundles = new Map<FunctionName, Bundle>();
function bundled(name: FunctionName): Bundle {
  const bundle = bundles.get(name) ?? bundledNow(name);
  bundles.set(name, bundle);
  return bundle;
}

/** The files that a cold start reads: the entry and its static imports. */
function loadedAtStart(outputs: Metafile['outputs']): string[] {
  const entry = Object.keys(outputs).find((file) => basename(file) === 'index.mjs') ?? '';
  const loaded = new Set([entry]);
  for (const file of loaded) {
    for (const { kind, path } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && outputs[path]) loaded.add(path);
    }
  }
  return [...loaded];
}

const holds =
  (client: string) =>
  ({ inputs }: Metafile['outputs'][string]) =>
    Object.keys(inputs).some((input) => input.includes(`@aws-sdk/${client}/`));
/** Clients that are loaded on demand, because they are rarely needed. */
const LAZY_CLIENTS = ['client-ec2', 'client-elastic-load-balancing-v2'];
/** What only some groups or evaluations need. */
const LOADED_ON_DEMAND = [
  'shared/evaluation/resize/execute.ts',
  'shared/evaluation/resize/resume.ts',
  'shared/providers/auto-scaling-group/adapter.ts',
  'shared/providers/ec2-fleet/adapter.ts',
  'shared/providers/ecs-service/adapter.ts',
  'shared/providers/lambda/adapter.ts',
];

function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

describe.each(['evaluate', 'on-alarm', 'on-worker-event'] as const)('%s', (name) => {
  const { outputs } = bundled(name);
  const atStart = loadedAtStart(outputs);

  test.each(LAZY_CLIENTS)('contains %s in a file that a cold start does not read', (client) => {
    const holding = Object.keys(outputs).filter((file) => holds(client)(outputs[file] as Metafile['outputs'][string]));
    expect(holding).toHaveLength(1);
    expect(atStart).not.toContain(holding[0]);
  });

  test.each(LOADED_ON_DEMAND)('contains %s, which a cold start does not read', (path) => {
    const holding = Object.keys(outputs).filter((file) =>
      Object.keys(outputs[file]?.inputs ?? {}).some((input) => input.includes(path)),
    );
    expect(holding).not.toEqual([]);
    expect(holding.filter((file) => atStart.includes(file))).toEqual([]);
  });
});

test('modules that only windows, formulas, deadlines and first tunings need are loaded at their first use', async () => {
  const { outputs } = bundled('evaluate');
  const inputs = loadedAtStart(outputs).flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
  expect(
    inputs.filter((input) =>
      /node_modules\/(croner|jsep)\/|\/(tournament|forecaster|earliest-deadline)\.ts$/.test(input),
    ),
  ).toEqual([]);

  const load = async (module: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'headcount-bundle-'));
    folders.push(folder);
    bundle(join(REPOSITORY, 'shared', module), folder);
    return await import(join(folder, 'index.mjs'));
  };
  const { openUntil } = await load('model/windows/window.ts');
  const window = { cron: '0 8 * * *', lasts: 3600, timezone: 'Europe/Berlin' };
  expect(openUntil(window, Date.parse('2026-11-26T07:30:00Z'))).toBe(Date.parse('2026-11-26T08:00:00Z'));
  const { compileFormula } = await load('model/figures/formula.ts');
  expect(compileFormula('max(load, 1) * 2').evaluate(() => 4)).toBe(8);
  const { objective } = await load('rules/objective/index.ts');
  const learner = objective.learning.learner({ lost: 0.01 }, { step: 60, boot: 60, drain: 0, delay: 0 }, null);
  for (let minute = 0; minute < 60; minute += 1) learner.add(9.5);
  expect(learner.found(Date.parse('2026-11-26T07:30:00Z')).winner).toMatchObject({ seen: 3600, capacity: 10 });
  const { forecast } = await load('rules/forecast/index.ts');
  const forecaster = forecast.learning.learner({ quantile: 0.9 }, { step: 60, boot: 60, drain: 0, delay: 0 });
  for (let minute = 0; minute < 60; minute += 1) forecaster.add(9.5);
  expect(forecaster.found()).toMatchObject({ calibrated: { by: 'last', seen: 3600 } });
  const { deadline } = await load('rules/deadline/index.ts');
  const readings = { pastTogether: () => [{ points: [], step: 60 }] };
  expect(deadline.recommend({ metric: 'waiting' }, { readings })).toEqual(noData('waiting'));
});

/** What a cold start of each function may read, in bytes: a little more than it does. */
const MOST_AT_START: Readonly<Record<FunctionName, number>> = {
  ...{ evaluate: 300_000, 'on-alarm': 300_000, 'on-worker-event': 410_000, 'on-schedule': 44_000 },
  ...{ 'on-policy-change': 360_000, 'on-push': 170_000, 'put-policy': 294_000, 'refresh-prices': 66_000, api: 720_000 },
  ...{ 'on-overflow': 110_000, tune: 160_000 },
};
/** In a quick run, others each time: to bundle and to load a function takes seconds. */
const SOME = someOf(Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[], 3, 'bundles');

test.each(SOME.map((name) => [name, MOST_AT_START[name]] as const))(
  'a cold start of %s reads less than %i bytes',
  (name, most) => {
    const { outputs } = bundled(name);
    const bytes = loadedAtStart(outputs).reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
    expect(bytes).toBeLessThan(most);
  },
);

test.each(['evaluate', 'on-alarm', 'on-schedule', 'on-push'] as const)(
  '%s starts without what validates policies, and without the texts of reasons',
  (name) => {
    const { outputs } = bundled(name);
    const inputs = loadedAtStart(outputs).flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
    const wrong = /node_modules\/zod\/|shared\/policy\/document\/|shared\/(rules|decision)\/(.*\/)?reasons\.ts/;
    expect(inputs.filter((input) => wrong.test(input))).toEqual([]);
  },
);

test('a cold start of evaluate reads no meaning of a reason code', () => {
  const { folder, outputs } = bundled('evaluate');
  const code = loadedAtStart(outputs).map((file) => readFileSync(join(folder, basename(file)), 'utf8'));
  const catalogs: ReasonCatalog[] = [validationReasons, recordReasons];
  const meanings = catalogs.flatMap((catalog) => Object.values(catalog).map(({ meaning }) => meaning));
  expect(meanings.filter((meaning) => code.some((text) => text.includes(meaning)))).toEqual([]);
  expect(code.some((text) => text.includes('must be text'))).toBe(true);
});

test.each(['evaluate', 'on-policy-change'] as const)(
  '%s publishes events without the client of EventBridge',
  (name) => {
    expect(Object.values(bundled(name).outputs).filter(holds('client-eventbridge'))).toEqual([]);
  },
);

test('on-policy-change has no SDK client, and less than 510 KB', () => {
  const files = Object.values(bundled('on-policy-change').outputs);
  const inputs = files.flatMap((file) => Object.keys(file.inputs));
  expect(inputs.filter((input) => input.includes('@aws-sdk/client-'))).toEqual([]);
  expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(510_000);
});

test.each(['on-schedule', 'put-policy'] as const)('%s contains none of the clients loaded on demand', (name) => {
  for (const client of LAZY_CLIENTS) expect(Object.values(bundled(name).outputs).filter(holds(client))).toEqual([]);
});

test('bundling is reproducible in any folder, so unchanged functions are not deployed again', () => {
  const deep = mkdtempSync(join(LOCAL, 'bundle-'));
  folders.push(deep);
  const expected = fingerprint(bundled('on-schedule').folder);
  for (const parent of [tmpdir(), deep])
    expect(fingerprint(bundledAfresh('on-schedule', parent).folder)).toBe(expected);
});

test.each(SOME)('every file of %s can be loaded', (name) => {
  const { folder } = bundled(name);
  const loading = `const { handler } = await import('./index.mjs');
    if (typeof handler !== 'function') throw new Error('no handler');
    for (const file of ${JSON.stringify(readdirSync(folder))}) await import('./' + file);`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', loading], {
    ...{ cwd: folder, env: FUNCTION_ENVIRONMENT, encoding: 'utf8' },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

describe.each(['evaluate', 'on-alarm', 'on-worker-event', 'on-schedule', 'on-policy-change'] as const)('%s', (name) => {
  test('reads its entry and at most one more file in a cold start', () => {
    expect(loadedAtStart(bundled(name).outputs).length).toBeLessThanOrEqual(2);
  });
});

test.each(SOME)('%s exports a handler and nothing else', (name) => {
  const entry = Object.entries(bundled(name).outputs).find(([file]) => basename(file) === 'index.mjs');
  expect(entry?.[1].exports).toEqual(['handler']);
});
