import type { ListedWorker } from '../../evaluation/model.ts';
import type { Workers } from '../../evaluation/ports.ts';
import { inChunks } from '../chunks.ts';
import { TAG } from '../names.ts';
import { type DescribeInstances, VALUES_PER_FILTER, workerOf } from './seen-instance.ts';

/** Workers of a stage, found by their tags. A group without any has an empty list. */
export function ec2Workers(describe: DescribeInstances, stage: string): Workers {
  return {
    async list(groups) {
      const listed = new Map<string, ListedWorker[]>(groups.map((group) => [group, []]));
      const answers = await Promise.all(
        inChunks([...listed.keys()], VALUES_PER_FILTER).map((values) =>
          describe([
            { name: `tag:${TAG.group}`, values },
            { name: `tag:${TAG.stage}`, values: [stage] },
            { name: 'instance-state-name', values: ['pending', 'running'] },
          ]),
        ),
      );
      for (const worker of answers.flat().map(workerOf)) listed.get(worker.group)?.push(worker);
      return listed;
    },
  };
}
