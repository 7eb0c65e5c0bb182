import type { Reporter, TestModule } from 'vitest/node';
import { FULL_RUN_TAG, isFullRun } from '../full-run.ts';

/** Says before the summary how many tests a quick run has left out. It must come before the default reporter. */
export class LeftOut implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (isFullRun) return;
    const tests = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    const count = tests.filter(({ tags }) => tags.includes(FULL_RUN_TAG)).length;
    if (count > 0)
      console.log(`\n Quick run: left out ${count} ${count === 1 ? 'test' : 'tests'}; CI=true runs them all.`);
  }
}
