import type { InstanceState, ListedWorker, StateReason } from '../../instances/listed-worker.ts';
import type { EndedWorker } from '../../worker.ts';
import { because } from '../because.ts';

const ENDED: ReadonlySet<InstanceState> = new Set(['shutting-down', 'terminated']);
const STOPPED: ReadonlySet<InstanceState> = new Set(['stopping', 'stopped']);

export const hasEnded = ({ state }: Pick<ListedWorker, 'state'>): boolean => ENDED.has(state) || STOPPED.has(state);

/** What a person, the worker itself or its plan asked for. Every other reason is a failure of the instance or of EC2. */
const ASKED_FOR: ReadonlySet<string> = new Set([
  'Client.InstanceInitiatedShutdown',
  'Client.UserInitiatedHibernate',
  'Client.UserInitiatedShutdown',
]);
const FAILURE = /^(Client|Server)\./;
/** A person ended it, or EC2 needs the capacity. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html */
const TAKEN = /^(Client\.UserInitiated|Server\.(SpotInstance|ScheduledStop|InsufficientInstanceCapacity))/;
/** EC2's messages may be long, and the state of the group stores the reason. */
const LONGEST_MESSAGE = 300;

export function endedWorker(worker: ListedWorker): EndedWorker {
  const { id, group, state, stateReason } = worker;
  return {
    id,
    group,
    protected: worker.protected,
    instanceType: worker.instanceType,
    reason: stateReason && because['instance-state-reason'](shortened(stateReason)),
    isStopped: STOPPED.has(state),
    isFailure: stateReason !== null && FAILURE.test(stateReason.code) && !ASKED_FOR.has(stateReason.code),
    ...(TAKEN.test(stateReason?.code ?? '') && { isTaken: true }),
    hasServed: worker.busy !== null || worker.drained || worker.reported?.ready === true,
  };
}

const shortened = ({ code, message }: StateReason): StateReason => ({
  code,
  message: message.slice(0, LONGEST_MESSAGE),
});
