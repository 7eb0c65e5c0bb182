import { CallFaults } from '../query/call-faults.ts';
import { ServiceError } from '../query/service-error.ts';
import type { Answer, Input } from './action.ts';
import { ACTIONS } from './actions.ts';
import { INSTANCE_ACTIONS } from './container-instances.ts';
import {
  type ContainerInstance,
  checkSoon,
  DELAYS,
  type Delays,
  isProtected,
  type Service,
  type State,
  statusOf,
  type Task,
} from './model.ts';
import { TARGET_ACTIONS } from './scalable-targets.ts';
import { schedule } from './scheduler.ts';

export interface EcsOptions {
  readonly delays: Partial<Delays>;
  readonly region: string;
  /** The account in the ARNs. */
  readonly account: string;
  /** Whether an EC2 instance runs; by default, each does. */
  readonly isRunning: (ec2InstanceId: string) => boolean;
}

/**
 * The part of Amazon ECS that the project uses, in memory and as strict as AWS: services, and tasks that run nothing. The
 * gateway has checked that a request fits its model. It also has the scalable targets of Application Auto Scaling.
 */
export class LocalEcs {
  readonly faults: CallFaults = new CallFaults();
  /** The number of calls per action, including failed ones. */
  readonly calls: Map<string, number> = new Map();
  readonly #state: State;

  constructor(now: () => number, options: Partial<EcsOptions> = {}) {
    this.#state = {
      now,
      region: options.region ?? 'us-east-1',
      account: options.account ?? '000000000000',
      delays: { ...DELAYS, ...options.delays },
      clusters: new Set(['default', 'main']),
      services: new Map(),
      instances: new Map(),
      definitions: new Map(),
      isRunning: options.isRunning ?? (() => true),
      scalingPolicies: new Map(),
      scheduledActions: new Map(),
      targets: new Map(),
      faults: this.faults,
      serial: 0,
    };
  }

  /** Throws a `ServiceError` for a call that AWS would refuse. */
  answer(operation: string, input: Input): Answer {
    schedule(this.#state);
    const action = ACTIONS[operation] ?? INSTANCE_ACTIONS[operation] ?? TARGET_ACTIONS[operation];
    if (!action) throw new ServiceError('UnknownOperationException', `${operation} is not part of this stand-in.`);
    return action(this.#state, input);
  }

  /** Every service as it is now; for tests and reports. */
  services(): readonly Service[] {
    schedule(this.#state);
    return [...this.#state.services.values()];
  }

  /** Every container instance as it is now. */
  containerInstances(): readonly ContainerInstance[] {
    schedule(this.#state);
    return [...this.#state.instances.values()];
  }

  statusOf = (task: Task) => statusOf(this.#state, task);
  isProtected = (task: Task): boolean => isProtected(this.#state, task);

  /** How many more tasks a service can start. */
  setRoom(name: string, room: number): void {
    const service = this.#service(name);
    service.room = room;
    checkSoon(this.#state, service);
  }

  /** Does at once what the scheduler would do in a while. */
  startNow(name: string): void {
    this.#service(name).checkAt = this.#state.now();
    schedule(this.#state);
  }

  /** What the health check of a task's container finds. */
  setHealth(name: string, id: string, health: Task['health']): void {
    const task = this.#service(name).tasks.get(id.split('/').at(-1) ?? '');
    if (!task) throw new Error(`${name} has no task ${id}`);
    task.health = health;
  }

  #service(name: string): Service {
    const service = this.#state.services.get(name);
    if (!service) throw new Error(`there is no service ${name}`);
    return service;
  }
}
