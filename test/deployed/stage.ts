import {
  CreateQueueCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { beforeAll, expect } from 'vitest';
import { deployedStack, TEMPLATE } from '../integration/deployed-stack.ts';

export interface GroupOptions {
  /** Tasks that wait from the beginning. */
  readonly jobs?: number;
  /** Fields of the provider. */
  readonly workers?: object;
  /** Other fields of the policy. */
  readonly [field: string]: unknown;
}

/** How fast tasks of ECS start and stop. */
const DELAYS = { reaction: 20, starting: 200, stopping: 200, invisible: 20 };

/** A deployed stack with groups that follow a queue each. Instances and tasks start within a fraction of a second. */
export function deployedGroups() {
  const stack = deployedStack({ zones: 3, ecs: { delays: DELAYS } });
  beforeAll(() => stack.ec2().changeLifetimes({ invisibleFor: 100, pendingFor: 200, initializingFor: 0 }));

  const provider = (more: object = {}) => ({
    ...{ kind: 'ec2', launchTemplate: { name: TEMPLATE }, subnets: stack.subnets() },
    ...('requirements' in more ? {} : { instanceTypes: ['c7g.large'] }),
    ...more,
  });

  /** A group with a worker for each task in its queue, running tasks included. */
  async function groupOf(group: string, { jobs = 0, workers = {}, ...more }: GroupOptions = {}) {
    const { sqs } = stack.clients();
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: group }));
    const send = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n++) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `job ${n}` }));
    };
    await send(jobs);
    const put = (fields: object) =>
      stack.putPolicy({
        ...{ group, warmup: 1, capacity: { min: 0, max: 20 }, provider: provider(fields) },
        metrics: { jobs: { sqs: { queue: group, count: 'all' } } },
        rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }],
        ...more,
      });
    await put(workers);
    await expect.poll(async () => (await stack.state(group))?.policy.version).toBe(1);
    const living = () => stack.instances(group);
    /** Evaluates the group, and returns what is asked for after that. */
    const after = async <T>(asked: () => T | Promise<T>): Promise<T> => {
      await stack.evaluate(group);
      return asked();
    };
    const evaluated = () => after(() => living().length);
    return {
      ...{ living, after, evaluated, send },
      /** Puts the policy again, with other fields of the provider. */
      change: put,
      ids: () => living().map(({ id }) => id),
      state: async () => {
        const state = await stack.state(group);
        if (!state) throw new Error(`${group} has no state`);
        return state;
      },
      activities: () => stack.activities(group),
      /** Evaluates until the group has so many workers, and waits until EC2 shows them. */
      reaches: async (count: number): Promise<void> => {
        await expect.poll(evaluated).toBe(count);
        await expect.poll(() => living().every(({ state }) => state === 'running')).toBe(true);
      },
      /** So many of the tasks are done. The others stay, because the schedule and follow-ups also evaluate the group. */
      finish: async (count: number): Promise<void> => {
        for (let n = 0; n < count; n++) {
          const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
          const ReceiptHandle = Messages[0]?.ReceiptHandle;
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
      },
      empty: () => sqs.send(new PurgeQueueCommand({ QueueUrl })),
      /** Somebody works on so many of the tasks. */
      receive: async (count: number) =>
        (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: count }))).Messages?.length ?? 0,
    };
  }
  return { stack, groupOf };
}
