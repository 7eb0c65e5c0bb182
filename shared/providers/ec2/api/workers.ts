import { inChunks, inTurns } from '../../../model/index.ts';
import { TAG } from '../../../names/index.ts';
import type { ListedWorker } from '../../instances/listed-worker.ts';
import { type DescribeInstances, FILTER_VALUES_PER_CALL, isOwn, workerOf } from '../../instances/seen-instance.ts';
import type { Workers } from '../ports.ts';

/** A stopped worker still costs its volumes, and somebody may start it again. */
const STATES = ['pending', 'running', 'stopping', 'stopped'];
/**
 * The filter values that remain after the states and the stage. The filter by state is needed because EC2 lists terminated
 * instances for an hour.
 */
const GROUPS_PER_CALL = FILTER_VALUES_PER_CALL - STATES.length - 1;
/** The answer about 1,000 workers has 4 MB, and exists several times until it is parsed. To parse it takes as long as to get it. */
const LISTINGS_AT_ONCE = 2;

/** Lists the workers of a stage by their tags. A group without workers has an empty list. */
export function ec2Workers(describe: DescribeInstances, stage: string): Workers {
  return {
    async list(groups) {
      const listed = new Map<string, ListedWorker[]>(groups.map((group) => [group, []]));
      await inTurns(inChunks([...listed.keys()], GROUPS_PER_CALL), LISTINGS_AT_ONCE, async (values) => {
        const instances = await describe([
          { name: `tag:${TAG.group}`, values },
          { name: `tag:${TAG.stage}`, values: [stage] },
          { name: 'instance-state-name', values: STATES },
        ]);
        for (const worker of instances.filter(isOwn).map(workerOf)) listed.get(worker.group)?.push(worker);
      });
      return listed;
    },

    async byId(ids) {
      const wanted = new Set(ids);
      const answers = await Promise.all(
        // A filter is used because one missing instance would fail a call by ids.
        inChunks([...wanted], FILTER_VALUES_PER_CALL).map((values) => describe([{ name: 'instance-id', values }])),
      );
      const found = answers.flat().filter((instance) => wanted.delete(instance.id));
      return found.filter(isOwn).map(workerOf);
    },

    async all() {
      const instances = await describe([
        { name: `tag:${TAG.stage}`, values: [stage] },
        { name: 'tag-key', values: [TAG.group] },
      ]);
      return instances.filter(isOwn).map(workerOf);
    },
  };
}
