import { inChunks } from '../../../aws/chunks.ts';
import { TAG } from '../../../names/index.ts';
import type { ListedWorker, Workers } from '../ports.ts';
import { type DescribeInstances, FILTER_VALUES_PER_CALL, type SeenInstance, workerOf } from './seen-instance.ts';

const STATES = ['pending', 'running'];
/** Beside the states and the stage. The states are worth their places: for an hour EC2 lists what was terminated, too. */
const GROUPS_PER_CALL = FILTER_VALUES_PER_CALL - STATES.length - 1;

/**
 * Amazon EC2 Auto Scaling puts this tag on its instances. They are the other provider's workers, even if they carry the
 * stage's tags: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html
 */
const AUTO_SCALING_TAG = 'aws:autoscaling:groupName';
const isOwn = ({ tags }: SeenInstance): boolean => tags[AUTO_SCALING_TAG] === undefined;

/** Workers of a stage, found by their tags. A group without any has an empty list. */
export function ec2Workers(describe: DescribeInstances, stage: string): Workers {
  return {
    async list(groups) {
      const listed = new Map<string, ListedWorker[]>(groups.map((group) => [group, []]));
      const answers = await Promise.all(
        inChunks([...listed.keys()], GROUPS_PER_CALL).map((values) =>
          describe([
            { name: `tag:${TAG.group}`, values },
            { name: `tag:${TAG.stage}`, values: [stage] },
            { name: 'instance-state-name', values: STATES },
          ]),
        ),
      );
      for (const worker of answers.flat().filter(isOwn).map(workerOf)) listed.get(worker.group)?.push(worker);
      return listed;
    },

    async all() {
      const instances = await describe([
        { name: `tag:${TAG.stage}`, values: [stage] },
        { name: 'instance-state-name', values: STATES },
      ]);
      return instances.filter(isOwn).map(workerOf);
    },
  };
}
