import {
  type AcceptDependencies,
  acceptPolicy,
  type EvaluationQueue,
  type GroupStates,
} from '../../evaluation/index.ts';
import { type Reason, reasonOfError } from '../../model/index.ts';
import type { Providers } from '../../providers/index.ts';
import { acceptedReason, driftedGroups } from './drift.ts';
import { because } from './reasons.ts';

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
  | { readonly kind: 'unreadable'; readonly why: Reason };

export interface RedriveUse extends AcceptDependencies {
  readonly waiting: readonly WaitingMessages[];
  readonly queue: Pick<EvaluationQueue, 'send'>;
  readonly states: Pick<GroupStates, 'due' | 'recovered'>;
  read(body: string): FailedWork;
  readonly providers: Pick<Providers, 'find'>;
}

/** The result for a message, or with `dryRun` the expected one. */
export interface Redriven {
  readonly message: string;
  /** Whether the message remains in its queue. */
  readonly stays: boolean;
  readonly reason: Reason;
}

/** The actions for a message: groups to queue, policies to accept, or none. `fault` says why none is possible. */
interface Plan {
  readonly waiting: WaitingMessages;
  readonly message: WaitingMessage;
  readonly groups: readonly string[];
  readonly policies: boolean;
  readonly fault: Reason | null;
  /** The reason of the work with this result. */
  about(result: Reason): Reason;
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
  const queued = dryRun || groups.length === 0 ? null : await faultOf(queueAgain(groups, use));
  const accepted = policies ? await acceptDrifted(use, dryRun) : IN_LINE;

  const redriven: Redriven[] = [];
  for (const plan of plans) {
    const fault = plan.fault ?? (plan.groups.length > 0 ? queued : null) ?? (plan.policies ? accepted.fault : null);
    if (dryRun || fault !== null) await plan.waiting.release(plan.message);
    else await plan.waiting.delete(plan.message);
    const result = fault === null ? resultOf(plan, accepted, dryRun) : because['message-stays']({ cause: fault });
    redriven.push({ message: plan.message.id, stays: fault !== null, reason: plan.about(result) });
  }
  return redriven;
}

/** Their failures count from the beginning: a group that goes on failing becomes a dead letter again. */
async function queueAgain(groups: readonly string[], { queue, states }: RedriveUse): Promise<void> {
  for (const group of groups) await states.recovered(group);
  await queue.send(groups);
}

async function planOf(waiting: WaitingMessages, message: WaitingMessage, use: RedriveUse): Promise<Plan> {
  const work = use.read(message.body);
  const plan = { waiting, message, groups: [], policies: false, fault: null };
  switch (work.kind) {
    case 'evaluation': {
      const { groups } = work;
      return { ...plan, groups, about: (result) => because['redrive-evaluation']({ groups, result }) };
    }
    case 'worker-event': {
      const about = (result: Reason) => because['redrive-worker-event']({ worker: work.instance, result });
      try {
        const worker = await use.providers.find(work.instance);
        return { ...plan, groups: worker ? [worker.group] : [], about };
      } catch (error) {
        return { ...plan, fault: because['group-not-looked-up']({ error: causeOf(error) }), about };
      }
    }
    case 'tick':
      return { ...plan, about: (result) => because['redrive-tick']({ result }) };
    case 'policies':
      return { ...plan, policies: true, about: (result) => because['redrive-policies']({ result }) };
    case 'unreadable': {
      const fault = because['message-unreadable']({ cause: work.why });
      return { ...plan, fault, about: (result) => because['redrive-message']({ message: message.id, result }) };
    }
  }
}

function resultOf({ groups, policies }: Plan, accepted: Acceptances, dryRun: boolean): Reason {
  if (policies) return accepted.result;
  return groups.length > 0 ? because['groups-queued']({ groups, dryRun }) : because['nothing-to-redrive']({ dryRun });
}

const causeOf = (error: unknown): Reason => reasonOfError(error, (text) => because['call-failed']({ error: text }));

interface Acceptances {
  readonly fault: Reason | null;
  readonly result: Reason;
}
const IN_LINE: Acceptances = { fault: null, result: because['policies-in-line']({}) };

/** A failed batch of the stream does not name its groups, so this accepts the policy of every group whose item differs from its active version. */
async function acceptDrifted(use: RedriveUse, dryRun: boolean): Promise<Acceptances> {
  let groups: string[];
  try {
    groups = await driftedGroups(use);
  } catch (error) {
    return { ...IN_LINE, fault: because['policies-not-read']({ error: causeOf(error) }) };
  }
  if (groups.length === 0) return IN_LINE;
  if (dryRun) return { fault: null, result: because['policies-to-accept']({ groups }) };
  const results: Reason[] = [];
  const failed: { group: string; error: Reason }[] = [];
  // One after the other: CloudWatch takes three alarms a second.
  for (const group of groups) {
    try {
      results.push(acceptedReason(await acceptPolicy(group, use)));
    } catch (error) {
      failed.push({ group, error: causeOf(error) });
    }
  }
  const fault = because['policies-not-accepted']({
    results,
    groups: failed.map(({ group }) => group),
    errors: failed.map(({ error }) => error),
  });
  return { fault: failed.length > 0 ? fault : null, result: because['policies-accepted']({ results }) };
}

async function faultOf(done: Promise<unknown>): Promise<Reason | null> {
  try {
    await done;
    return null;
  } catch (error) {
    return because['groups-not-queued']({ error: causeOf(error) });
  }
}
