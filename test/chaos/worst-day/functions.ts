import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { environmentOf } from '../process.ts';
import type { ChaosStage } from '../stage/stage.ts';
import type { Answered, Asked } from './function.ts';

/** Two processes, so that each message is received twice, and their clocks differ. */
const SKEWS = [0, 20];

/** The processes of `evaluate`. */
export class WorstDayFunctions {
  readonly #children: readonly ChildProcess[];
  readonly #stage: ChaosStage;

  constructor(stage: ChaosStage) {
    this.#stage = stage;
    this.#children = SKEWS.map((_, n) =>
      fork(join(import.meta.dirname, 'function.ts'), {
        env: environmentOf(`function${n}`, stage),
        serialization: 'advanced',
        execArgv: [],
      }),
    );
  }

  /** Both evaluate all groups at the same time, each of them so many times at once. */
  async evaluate(groups: readonly string[], invocations = 1): Promise<Answered> {
    const answers = await Promise.all(
      this.#children.map(async (child, n): Promise<Answered> => {
        const setting = this.#stage.clock.setting((SKEWS[n] as number) * 1000);
        const answered = new AbortController();
        const { signal } = answered;
        const ended = once(child, 'exit', { signal }).then(() => {
          throw new Error('a function ended by itself');
        });
        child.send({ setting, groups, invocations } satisfies Asked);
        try {
          const [answer] = (await Promise.race([once(child, 'message', { signal }), ended])) as [Answered];
          return answer;
        } finally {
          answered.abort();
          ended.catch(() => {});
        }
      }),
    );
    return {
      reports: answers.flatMap(({ reports }) => reports),
      errors: answers.flatMap(({ errors }) => errors),
    };
  }

  stop(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }
}
