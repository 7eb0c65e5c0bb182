import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders and files whose tests take longest, the longest first. */
const SLOW = [
  'test/cli/deployed',
  'test/integration/',
  'test/deployed/',
  'test/package/',
  'test/local/',
  'test/docs/choosing',
  'test/model/',
  'test/cli/',
  'test/bench/',
  'test/shared/aws/',
  'test/shared/simulation/',
];

/** Starts what takes longest first, so that one worker is not left with it at the end. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = SLOW.findIndex((part) => moduleId.includes(`/${part}`));
      return found < 0 ? SLOW.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
