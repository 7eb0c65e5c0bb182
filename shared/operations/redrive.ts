import { type AcceptDependencies, acceptPolicy, type EvaluationQueue, type GroupStates } from '../evaluation/index.ts';
import type { Providers } from '../providers/index.ts';
import { acceptedText, driftedGroups } from './drift.ts';

/** A queue of messages that no function could handle. A received message is hidden from other readers until it is released or its visibility timeout ends. */
export interface WaitingMessages {
  receiveAll(): Promise<readonly WaitingMessage[]>;
  delete(message: WaitingMessage): Promise<void>;
  /** Makes the message visible to other readers at once. */
  release(message: WaitingMessage): Promise<void>;
}
export interface WaitingMessage {
  readonly id: string;
  readonly body: string;
  /** The receipt handle for deleting and releasing the message. */
  readonly receipt: string;
}

/** The work that a message asked a function to do. */
export type FailedWork =
  | { readonly kind: 'evaluation'; readonly groups: readonly string[] }
  | { readonly kind: 'worker-event'; readonly instance: string }
  | { readonly kind: 'tick' }
  | { readonly kind: 'policies' }
  | { readonly kind: 'unreadable'; readonly why: string };

export interface RedriveUse extends AcceptDependencies {
  readonly waiting: readonly WaitingMessages[];
  readonly queue: Pick<EvaluationQueue, 'send'>;
  readonly states: Pick<GroupStates, 'due'>;
  read(body: string): FailedWork;
  readonly providers: Pick<Providers, 'find'>;
}

/** The result for a message, or with `dryRun` the expected one. `told` is a sentence, `stays` whether the message remains in its queue. */
export interface Redriven {
  readonly message: string;
  readonly stays: boolean;
  readonly told: string;
}

/** The actions for a message: groups to queue, policies to accept, or none. `fault` says why a message cannot be handled. */
interface Plan {
  readonly waiting: WaitingMessages;
  readonly message: WaitingMessage;
  readonly groups: readonly string[];
  readonly policies: boolean;
  readonly fault: string | null;
  readonly about: string;
}

/**
 * Redrives failed work: queues groups for evaluation and accepts changed policies. It deletes a message only after its
 * work is done or queued; an unreadable message stays. With `dryRun` it changes nothing and returns the expected results.
 */
export async function redrive(use: RedriveUse, dryRun: boolean): Promise<Redriven[]> {
  const plans: Plan[] = [];
  for (const waiting of use.waiting) {
    for (const message of await waiting.receiveAll()) plans.push(await planOf(waiting, message, use));
  }
  const groups = [...new Set(plans.flatMap((plan) => plan.groups))];
  const policies = plans.some((plan) => plan.policies);
  const queued = dryRun || groups.length === 0 ? null : await faultOf(use.queue.send(groups));
  const accepted = policies ? await acceptDrifted(use, dryRun) : NOTHING_ACCEPTED;

  const redriven: Redriven[] = [];
  for (const plan of plans) {
    const fault = plan.fault ?? (plan.groups.length > 0 ? queued : null) ?? (plan.policies ? accepted.fault : null);
    if (dryRun || fault !== null) await plan.waiting.release(plan.message);
    else await plan.waiting.delete(plan.message);
    const told = `${plan.about}: ${fault === null ? doneText(plan, accepted.told, dryRun) : `the message stays in its queue, because ${fault}`}.`;
    redriven.push({ message: plan.message.id, stays: fault !== null, told });
  }
  return redriven;
}

async function planOf(waiting: WaitingMessages, message: WaitingMessage, use: RedriveUse): Promise<Plan> {
  const work = use.read(message.body);
  const plan = { waiting, message, groups: [], policies: false, fault: null };
  switch (work.kind) {
    case 'evaluation':
      return { ...plan, groups: work.groups, about: `Evaluation of ${work.groups.join(', ')}` };
    case 'worker-event': {
      const about = `Event of ${work.instance}`;
      try {
        const worker = await use.providers.find(work.instance);
        return { ...plan, groups: worker ? [worker.group] : [], about };
      } catch (error) {
        return { ...plan, fault: `its group cannot be found: ${(error as Error).message}`, about };
      }
    }
    case 'tick':
      return { ...plan, about: 'Tick of the schedule' };
    case 'policies':
      return { ...plan, policies: true, about: 'Changed policies' };
    case 'unreadable':
      return { ...plan, fault: `it cannot be read: ${work.why}`, about: `Message ${message.id}` };
  }
}

function doneText({ groups, policies }: Plan, accepted: string, dryRun: boolean): string {
  if (policies) return accepted;
  if (groups.length > 0) return `${groups.join(', ')} ${dryRun ? 'would be' : groups.length > 1 ? 'are' : 'is'} queued`;
  return `nothing to do, the message ${dryRun ? 'would be' : 'was'} removed`;
}

const NOTHING_ACCEPTED: Acceptances = { fault: null, told: '' };
interface Acceptances {
  readonly fault: string | null;
  readonly told: string;
}

/** A failed batch of the stream does not name its groups, so this accepts the policy of every group whose item differs from its active version. */
async function acceptDrifted(use: RedriveUse, dryRun: boolean): Promise<Acceptances> {
  let groups: string[];
  try {
    groups = await driftedGroups(use);
  } catch (error) {
    return { fault: `the policies cannot be read: ${(error as Error).message}`, told: '' };
  }
  if (groups.length === 0) return { fault: null, told: 'the active version of every group matches its policy item' };
  if (dryRun) return { fault: null, told: `${groups.join(', ')} would be accepted again` };
  const told: string[] = [];
  const faults: string[] = [];
  // One after the other: CloudWatch takes three alarms a second.
  for (const group of groups) {
    try {
      told.push(acceptedText(await acceptPolicy(group, use)));
    } catch (error) {
      faults.push(`${group}: ${(error as Error).message}`);
    }
  }
  return { fault: faults.length > 0 ? [...told, ...faults].join('; ') : null, told: told.join('; ') };
}

async function faultOf(done: Promise<unknown>): Promise<string | null> {
  try {
    await done;
    return null;
  } catch (error) {
    return `it cannot be queued: ${(error as Error).message}`;
  }
}
