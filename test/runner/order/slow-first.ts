import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Of each project in vitest.config.ts, one after the other. */
const PROJECTS = ['isolated', 'tidy', 'pure'];

/** Folders and files whose tests take longest, the longest first. */
const SLOW = [
  'test/package/',
  'test/integration/',
  'test/deployed/',
  'test/cli/deployed',
  'test/local/',
  'test/docs/choosing',
  'test/model/',
  'test/soak/',
  'test/shared/evaluation/rollout/any-course',
  'test/shared/decision/properties',
  'test/cli/',
  'test/bench/',
  'test/shared/aws/',
  'test/shared/simulation/',
  'test/shared/report-page/',
  'test/shared/policy/fuzz',
  'test/extension/',
  'test/moto/',
];

/**
 * Starts what takes longest first, so that one worker is not left with it at the end. The files of a project come
 * together: a worker that they share ends when the next file is of another project, and its modules are loaded again.
 */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const found = SLOW.findIndex((part) => moduleId.includes(`/${part}`));
      return PROJECTS.indexOf(project.name) * 100 + (found < 0 ? SLOW.length : found);
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
