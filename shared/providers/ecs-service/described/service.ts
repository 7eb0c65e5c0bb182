import type { Reason } from '../../../model/index.ts';
import { because } from '../because.ts';
import type { ServiceTask } from './task.ts';

/** A service as ECS describes it: the part that this product reads. Times are ms since the epoch. */
export interface DescribedService {
  /** Cluster and service: `main/web`. */
  readonly name: string;
  readonly arn: string;
  /** `ACTIVE`, `DRAINING` or `INACTIVE`. */
  readonly status: string;
  readonly desired: number;
  /** How many tasks start or run; more than `tasks` while a list does not show new ones yet. */
  readonly started: number;
  /** One task on each container instance, whatever the desired count. */
  readonly daemon: boolean;
  /** Whether its tasks run on container instances, as opposed to Fargate. */
  readonly isOnInstances: boolean;
  /** The ARN of the task definition of new tasks. */
  readonly taskDefinition: string;
  readonly deployments: readonly ServiceDeployment[];
  /** Sets of tasks of a deployment controller other than ECS. */
  readonly taskSets: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Newest first. */
  readonly events: readonly ServiceEvent[];
  readonly tasks: readonly ServiceTask[];
}

export interface ServiceDeployment {
  /** `PRIMARY`, `ACTIVE` or `INACTIVE`. */
  readonly status: string;
  /** `IN_PROGRESS`, `COMPLETED` or `FAILED`; empty with another deployment controller than ECS. */
  readonly rollout: string;
}

export interface ServiceEvent {
  readonly at: number;
  readonly message: string;
}

/**
 * Whether a deployment is in progress: it starts and stops tasks of its own, within the service's bounds for deployments.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
 */
export const isDeploying = ({ deployments, taskSets }: Pick<DescribedService, 'deployments' | 'taskSets'>): boolean =>
  deployments.length > 1 || taskSets > 1 || deployments.some(({ rollout }) => rollout === 'IN_PROGRESS');

/** Why a service is not resized during its deployment. */
export const deploying = ({ name, deployments, taskSets }: DescribedService): Reason =>
  because['ecs-deploying']({ name, deployments: Math.max(deployments.length, taskSets) });
