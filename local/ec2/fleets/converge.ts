import { Ec2Error } from '../errors.ts';
import { endInstance } from '../instances/instances.ts';
import { stateReason } from '../instances/state-reasons.ts';
import { launchFrom } from '../launching/fleet.ts';
import { type Candidate, candidatesOf, tiersOf } from '../launching/fleet-pools.ts';
import { instanceTags } from '../launching/launch.ts';
import type { Instance, Market } from '../model.ts';
import type { Ec2State } from '../state.ts';
import { type Fleet, fulfilled } from './model.ts';

interface Step {
  readonly at: number;
  readonly act: () => void;
}

/**
 * Does what fleets do by themselves and what is due, in the order of time. It runs before every answer, and nothing runs in
 * the background, so the same calls at the same times have the same results.
 */
export function convergeFleets(ec2State: Ec2State): void {
  const now = ec2State.now();
  for (const fleet of ec2State.fleets.values()) {
    for (;;) {
      const step = nextStep(ec2State, fleet);
      if (step === null || step.at > now) break;
      step.act();
    }
  }
}

function nextStep(ec2State: Ec2State, fleet: Fleet): Step | null {
  let next: Step | null = null;
  const offer = (at: number, act: () => void): void => {
    if (next === null || at < next.at) next = { at, act };
  };
  const { reaction, modifying } = ec2State.fleetDelays;
  if (fleet.state === 'submitted') {
    const at = fleet.since + reaction;
    offer(at, () => activate(fleet, at));
  }
  if (fleet.state === 'modifying') {
    const at = fleet.since + modifying;
    offer(at, () => {
      fleet.kept = fleet.target;
      activate(fleet, at);
    });
  }
  for (const id of fleet.members.keys()) {
    const instance = ec2State.instances.get(id);
    const endedAt = instance === undefined ? fleet.createdAt : instance.endedAt;
    if (endedAt !== null) {
      const at = endedAt + reaction;
      offer(at, () => lost(fleet, id, at));
    } else if (fleet.request.replacesUnhealthy && instance?.impaired && fleet.state === 'active') {
      offer(ec2State.now(), () => endInstance(ec2State, instance, stateReason('Client.UserInitiatedShutdown')));
    }
  }
  if (fleet.state === 'deleted_terminating' && fleet.members.size === 0) {
    offer(fleet.createdAt, () => {
      fleet.state = 'deleted';
    });
  }
  // What it keeps is not certain while it is being modified.
  if (fleet.checkAt !== null && fleet.state !== 'submitted') {
    const at = fleet.checkAt;
    offer(at, () => check(ec2State, fleet, at));
  }
  return next;
}

function activate(fleet: Fleet, at: number): void {
  fleet.state = 'active';
  fleet.checkAt = at;
  fleet.history.push({ at, type: 'fleet-change', subType: 'active', description: '', instanceId: null });
}

/** A fleet that maintains its capacity replaces what has ended; one that asked once does not. */
function lost(fleet: Fleet, id: string, at: number): void {
  fleet.members.delete(id);
  fleet.history.push({ at, type: 'instance-change', subType: 'terminated', description: '', instanceId: id });
  const keeps = fleet.request.type === 'maintain' && (fleet.state === 'active' || fleet.state === 'modifying');
  if (keeps) fleet.checkAt = Math.min(fleet.checkAt ?? at, at);
}

/** Launches what is lacking, and ends what is too much if the fleet does that. */
function check(ec2State: Ec2State, fleet: Fleet, at: number): void {
  fleet.checkAt = null;
  fleet.isShort = false;
  const { validUntil } = fleet.request;
  const isExpired = validUntil !== null && at >= validUntil;
  for (const market of ['on-demand', 'spot'] as const) {
    if (!isExpired) launchLacking(ec2State, fleet, market, at);
    // "You can request that the EC2 Fleet terminate Spot Instances until the size of the fleet no longer exceeds the new target capacity."
    if (market === 'spot' && fleet.excess === 'termination') endSurplus(ec2State, fleet, at);
  }
  if (fleet.isShort) fleet.checkAt = at + ec2State.fleetDelays.retry;
}

function launchLacking(ec2State: Ec2State, fleet: Fleet, market: Market, at: number): void {
  const { request } = fleet;
  if (fulfilled(fleet, market) >= fleet.kept[market]) return;
  const candidates = candidatesOf(ec2State, request.configs);
  const weights = new Map(candidates.map((candidate, index) => [candidate, request.weights[index] ?? 1]));
  const strategy = market === 'spot' ? request.spotStrategy : request.onDemandStrategy;
  for (const tier of tiersOf(candidates, strategy)) {
    let left = [...tier];
    while (left.length > 0 && fulfilled(fleet, market) < fleet.kept[market]) {
      left = left.filter((candidate) => {
        if (fulfilled(fleet, market) >= fleet.kept[market]) return true;
        const launched = launchOne(ec2State, fleet, candidate, market, at);
        if (launched instanceof Ec2Error) {
          const description = `${launched.code}: ${launched.message}`;
          fleet.history.push({
            at,
            type: 'service-error',
            subType: 'spotInstanceCountLimitExceeded',
            description,
            instanceId: null,
          });
          return false;
        }
        fleet.members.set(launched.id, { market, weight: weights.get(candidate) ?? 1 });
        fleet.history.push({
          at,
          type: 'instance-change',
          subType: 'launched',
          description: '',
          instanceId: launched.id,
        });
        return true;
      });
    }
  }
  if (fulfilled(fleet, market) < fleet.kept[market]) fleet.isShort = true;
}

const launchOne = (
  ec2State: Ec2State,
  { id }: Fleet,
  candidate: Candidate,
  market: Market,
  at: number,
): Instance | Ec2Error => {
  const tags = [...instanceTags(candidate.data, []), ['aws:ec2:fleet-id', id] as const];
  return launchFrom(ec2State, candidate, market, `r-${ec2State.newId()}`, tags, at);
};

/** The oldest first. */
function endSurplus(ec2State: Ec2State, fleet: Fleet, at: number): void {
  for (const [id, { market, weight }] of [...fleet.members]) {
    const instance = ec2State.instances.get(id);
    if (market !== 'spot' || !instance || instance.endedAt !== null) continue;
    if (fulfilled(fleet, market) - weight < fleet.kept[market]) return;
    endInstance(ec2State, instance, stateReason('Client.UserInitiatedShutdown'), at);
    fleet.members.delete(id);
  }
}
