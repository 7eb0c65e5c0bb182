import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { FULL_RUN_TAG, FULL_RUN_TAGS, isFullRun } from './test/full-run.ts';
import { commitSeed } from './test/runner/commit-seed.ts';
import { KEPT_BUNDLES } from './test/runner/kept-bundles.ts';
import { LeftOut } from './test/runner/left-out.ts';
import { SlowFirst } from './test/runner/order/slow-first.ts';
import { removeTemporaryFiles } from './test/runner/temporary-files.ts';

// Hundreds of the processes that tests start load the same modules: Node compiles each of them once and keeps the result.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '.local', 'compile-cache');

// The package and every stage that is deployed from the sources contain the same bundles.
process.env['HEADCOUNT_KEPT_BUNDLES'] ??= KEPT_BUNDLES;

// The CDK validates every template that it synthesizes, which needs six seconds of CPU for each, and only warns.
// test/deployed/synthesized.ts validates the whole stack, and fails if the CDK finds anything.
process.env['CDK_VALIDATION'] ??= 'false';

removeTemporaryFiles();

const seed = process.env['TEST_SEED'] ?? commitSeed(isFullRun);
if (seed) process.env['TEST_SEED'] = seed;

/** Tests that only compute: their files share threads and the modules that they load, which halves their time. */
const PURE = 'test/{infra,model,protocol,shared,soak}/**/*.test.ts';
/**
 * Tests that start processes, servers or a local AWS. They leave their environment as they found it, and register nothing.
 * Their files share processes, which takes a third of the time that one process for each file takes.
 */
const TIDY = [
  'test/{bench,docs,examples,runner,sources,structure}/**/*.test.ts',
  'test/cli/**/!(*deployed).test.ts',
  'test/functions/*/*.test.ts',
  'test/integration/{backtest,fault-proxy,lock}.test.ts',
  'test/local/!(deploy).test.ts',
  'test/local/*/**/*.test.ts',
  'test/{moto/differences,package/dependencies,prometheus/alerts}.test.ts',
  'test/shared/aws/**/*.test.ts',
];
/** Tests that change their environment or register something, and tests in new folders: each file has its own process. */
const ISOLATED = ['test/!(infra|model|protocol|shared|soak)/**/*.test.ts', 'test/**/*-browser.test.ts'];

/** Node loads the files itself and keeps what it has compiled, so Vite needn't transform a thousand modules first. */
const LOADED_BY_NODE = {
  experimental: { viteModuleRunner: false, nodeLoader: false },
  execArgv: ['--import', join(import.meta.dirname, 'test', 'runner', 'own-names.ts')],
};

export default defineConfig({
  // The examples import the package, as an app of its own does (see also test/runner/own-names.ts).
  resolve: {
    alias: {
      'headcount/extension': join(import.meta.dirname, 'shared', 'extension', 'index.ts'),
      'headcount/infra': join(import.meta.dirname, 'infra', 'index.ts'),
    },
  },
  test: {
    // On two cores: tests on the local AWS wait half of their time.
    maxWorkers: 4,
    // On a busy machine everything takes several times as long. Limits only end what hangs: a test that needs less than a
    // second and a wait for something that comes at last have the same ones.
    testTimeout: 300_000,
    // The first hook that starts a local AWS installs the emulators.
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000, interval: 100 } },
    tags: FULL_RUN_TAGS,
    ...(isFullRun ? {} : { tagsFilter: [`!${FULL_RUN_TAG}`] }),
    sequence: { sequencer: SlowFirst },
    reporters: [new LeftOut(), 'default'],
    projects: [
      { extends: true, test: { name: 'isolated', include: ISOLATED, exclude: TIDY } },
      { extends: true, test: { name: 'tidy', include: TIDY, isolate: false, ...LOADED_BY_NODE } },
      {
        extends: true,
        test: {
          name: 'pure',
          include: [PURE],
          exclude: [...ISOLATED, ...TIDY],
          pool: 'threads',
          isolate: false,
          ...LOADED_BY_NODE,
          setupFiles: ['test/runner/seeded.ts'],
        },
      },
    ],
  },
});
