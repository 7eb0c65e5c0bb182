import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files with tests that play hours or days, the longest last. */
const SLOW = [
  'policy/window',
  'policy/completed',
  'rules/forecast/forecast',
  'rules/deadline/deadline',
  'decision/weights',
  'decision/learning/tuning',
  'rules/objective/objective',
];

/** Starts what is done soonest first. A run for one mutant ends with the first test that fails, so most never reach the end. */
export class SlowLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      SLOW.findIndex((part) => moduleId.endsWith(`/test/shared/${part}.test.ts`));
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
