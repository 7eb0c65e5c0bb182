import { TAG } from '../../../names/index.ts';
import { type DescribeInstances, isOwn, workerOf } from '../../instances/seen-instance.ts';
import type { FoundWorker } from '../../worker.ts';

const ALIVE: ReadonlySet<string> = new Set(['pending', 'running']);

/** Finds a worker of the stage by its id, in any state. Returns `null` for any other instance. */
export function findWorker(describe: DescribeInstances, stage: string) {
  return async (id: string): Promise<FoundWorker | null> => {
    const [found] = await describe([
      { name: 'instance-id', values: [id] },
      { name: `tag:${TAG.stage}`, values: [stage] },
      { name: 'tag-key', values: [TAG.group] },
    ]);
    if (!found || !isOwn(found)) return null;
    const { group, drainingUntil, warm } = workerOf(found);
    return {
      group,
      alive: ALIVE.has(found.state),
      draining: drainingUntil !== null,
      ...(warm === true && { isMember: true }),
      ...(warm === false && { startedAt: found.launchedAt }),
    };
  };
}
