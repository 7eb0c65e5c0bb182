import type { CallFaults } from '../query/call-faults.ts';

/** The data of the stand-in. Times are ms since the epoch. */

export interface Service {
  readonly cluster: string;
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly daemon: boolean;
  readonly tags: Map<string, string>;
  /** Whether new tasks get the service's tags. */
  propagates: boolean;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  desired: number;
  /** Newest first. */
  deployments: Deployment[];
  events: { readonly at: number; readonly message: string }[];
  readonly tasks: Map<string, Task>;
  /** When the scheduler next compares tasks and desired count; null if nothing is due. */
  checkAt: number | null;
  /** How many more tasks the cluster has room for. */
  room: number;
  /** Whether its tasks need a place on container instances, as opposed to Fargate. */
  readonly isOnInstances: boolean;
}

export interface Resources {
  readonly cpu: number;
  readonly memory: number;
}

/** An EC2 instance that runs tasks. Its CPU and memory are those that it registered. */
export interface ContainerInstance extends Resources {
  readonly arn: string;
  readonly cluster: string;
  readonly ec2InstanceId: string;
  readonly tags: Map<string, string>;
  status: 'ACTIVE' | 'DRAINING';
}

export interface Deployment {
  readonly id: string;
  readonly createdAt: number;
  readonly taskDefinition: string;
  rollout: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
}

export interface Task {
  readonly id: string;
  readonly arn: string;
  readonly zone: string;
  readonly createdAt: number;
  readonly deployment: Deployment;
  readonly tags: Map<string, string>;
  health: 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY';
  /** Since when ECS stops it, and why; null while it is to run. */
  stopping: { readonly at: number; readonly why: string } | null;
  protectedUntil: number | null;
  /** The container instance; null on Fargate. */
  readonly host: string | null;
  readonly reserves: Resources | null;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html */
export type TaskStatus = 'PROVISIONING' | 'PENDING' | 'RUNNING' | 'DEACTIVATING' | 'STOPPED';

export interface ScalableTarget {
  readonly resource: string;
  readonly min: number;
  readonly max: number;
  readonly suspended: Readonly<Record<string, boolean>>;
}

/** All in ms. */
export interface Delays {
  /** Until the scheduler carries out a desired count or replaces a task. */
  readonly reaction: number;
  /** Until a task runs, and until one that is stopped has stopped. */
  readonly starting: number;
  readonly stopping: number;
  /** How long a stopped task is described. */
  readonly shownAfterwards: number;
  /** Until ListTasks lists a new task. */
  readonly invisible: number;
}

export const DELAYS: Delays = {
  reaction: 300,
  starting: 5000,
  stopping: 5000,
  shownAfterwards: 3_600_000,
  invisible: 200,
};

export interface State {
  readonly now: () => number;
  readonly region: string;
  readonly account: string;
  readonly delays: Delays;
  readonly clusters: Set<string>;
  readonly services: Map<string, Service>;
  /** Policies and actions of Application Auto Scaling, as they were put. They change nothing. */
  readonly scalingPolicies: Map<string, Readonly<Record<string, unknown>>>;
  readonly scheduledActions: Map<string, Readonly<Record<string, unknown>>>;
  readonly targets: Map<string, ScalableTarget>;
  /** By ARN. */
  readonly instances: Map<string, ContainerInstance>;
  /** By family and revision. */
  readonly definitions: Map<string, Readonly<Record<string, unknown>>>;
  /** Whether an EC2 instance runs. */
  readonly isRunning: (ec2InstanceId: string) => boolean;
  readonly faults: CallFaults;
  serial: number;
}

export function statusOf({ delays, now }: State, { createdAt, stopping }: Task): TaskStatus {
  if (stopping !== null) return now() >= stopping.at + delays.stopping ? 'STOPPED' : 'DEACTIVATING';
  const age = now() - createdAt;
  if (age >= delays.starting) return 'RUNNING';
  return age >= delays.starting / 2 ? 'PENDING' : 'PROVISIONING';
}

export const isProtected = ({ now }: State, { protectedUntil }: Task): boolean =>
  protectedUntil !== null && now() < protectedUntil;

export const toRun = ({ tasks }: Service): Task[] => [...tasks.values()].filter(({ stopping }) => stopping === null);

/** 32 hexadecimal digits, as ids of tasks have. */
export function newId(state: State): string {
  state.serial += 1;
  return state.serial.toString(16).padStart(32, '0');
}

export const arnOf = ({ region, account }: State, resource: string): string =>
  `arn:aws:ecs:${region}:${account}:${resource}`;

export function checkSoon({ now, delays }: State, service: Service): void {
  service.checkAt = Math.min(service.checkAt ?? Number.POSITIVE_INFINITY, now() + delays.reaction);
}

export function stop({ now }: State, task: Task, why: string): void {
  task.stopping = { at: now(), why };
}
