import type { Resources } from '../../provider-adapter.ts';

/** A task as ECS describes it. Times are ms since the epoch. */
export interface ServiceTask {
  /** Cluster and id: `main/0123456789abcdef0123456789abcdef`. */
  readonly id: string;
  readonly arn: string;
  /** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html */
  readonly lastStatus: string;
  /** `STOPPED` from the moment at which ECS decides to stop it. */
  readonly desiredStatus: string;
  /** `HEALTHY`, `UNHEALTHY` or `UNKNOWN`, which is also that of a container without a health check. */
  readonly health: string;
  readonly zone: string;
  readonly createdAt: number | null;
  /** Who started it: `service:web` for a task of a service. */
  readonly startedFor: string;
  /** The ARN of its container instance; empty before it is placed, and on Fargate. */
  readonly containerInstance: string;
  /** What it reserves; null if it does not say. */
  readonly reserves: Resources | null;
  /** Launch type or capacity provider. */
  readonly runsOn: string;
  /** Family and revision of the task definition. */
  readonly revision: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Protected from scale-in, by itself or its owner. */
  readonly protected: boolean;
}

/** What a task's state means for capacity. */
export type TaskStage = 'booting' | 'running' | 'leaving';

const BOOTING = new Set(['PROVISIONING', 'PENDING', 'ACTIVATING']);

export function stageOf({ lastStatus, desiredStatus }: Pick<ServiceTask, 'lastStatus' | 'desiredStatus'>): TaskStage {
  if (desiredStatus === 'STOPPED') return 'leaving';
  if (BOOTING.has(lastStatus)) return 'booting';
  return lastStatus === 'RUNNING' ? 'running' : 'leaving';
}

export const isCapacity = (task: ServiceTask): boolean => stageOf(task) !== 'leaving';
