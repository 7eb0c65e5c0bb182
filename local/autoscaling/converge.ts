import { groupedBy } from '../../shared/model/index.ts';
import { endActivity, startActivity } from './activities.ts';
import { launchLacking } from './launching.ts';
import { abandon, proceed } from './members/hooks.ts';
import { beginTermination } from './members/terminate.ts';
import { capacityOf, type Group, isCapacity, isTerminating, type Member } from './model.ts';
import { checkSoon, newUuid, type State, second } from './state.ts';

interface Step {
  readonly at: number;
  readonly act: () => void;
}

/**
 * Carries out all due steps in order of time. Every call runs this first and nothing runs in the background, so the same
 * calls at the same times give the same result.
 */
export function converge(state: State): void {
  const now = state.now();
  for (const group of [...state.groups.values()]) {
    for (;;) {
      const step = nextStep(state, group, now);
      if (step === null || step.at > now) break;
      step.act();
    }
    if (group.deleting && group.members.size === 0) state.groups.delete(group.name);
  }
}

function nextStep(state: State, group: Group, now: number): Step | null {
  let next: Step | null = null;
  const offer = (step: Step | null): void => {
    if (step !== null && (next === null || step.at < next.at)) next = step;
  };
  for (const member of group.members.values()) {
    offer(transition(state, group, member));
    offer(healthCheck(state, group, member, now));
  }
  if (group.checkAt !== null) {
    const at = group.checkAt;
    offer({ at, act: () => check(state, group, at) });
  }
  return next;
}

/** The next step of the member's lifecycle: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
function transition(state: State, group: Group, member: Member): Step | null {
  const { delays, ec2 } = state;
  const soon = member.since + delays.transition;
  switch (member.state) {
    case 'Pending': {
      const instance = ec2.find(member.id);
      const runs = instance === null ? member.since : instance.launchedAt + ec2.lifetimes.pendingFor;
      const at = Math.max(runs, soon);
      return { at, act: () => started(group, member, at) };
    }
    case 'Pending:Proceed':
      return { at: soon, act: () => inService(group, member, soon) };
    case 'Pending:Wait': {
      const { wait } = member;
      if (wait === null) return null;
      const result = group.hooks.get(wait.hook)?.result ?? 'CONTINUE';
      const act = () =>
        result === 'CONTINUE' ? proceed(member, wait.until) : abandon(state, group, member, wait.until);
      return { at: wait.until, act };
    }
    case 'Terminating:Wait': {
      const until = member.wait?.until ?? member.since;
      return { at: until, act: () => proceed(member, until) };
    }
    case 'Terminating:Proceed':
      return {
        at: soon,
        act: () => {
          Object.assign(member, { state: 'Terminating', since: soon });
          ec2.endForService(member.id, soon);
        },
      };
    case 'Terminating': {
      const endedAt = ec2.find(member.id)?.endedAt ?? member.since;
      const at = Math.max(endedAt + ec2.lifetimes.shuttingDownFor, soon);
      return { at, act: () => gone(group, member, at) };
    }
    case 'Detaching':
      return {
        at: soon,
        act: () => {
          ec2.find(member.id)?.tags.delete('aws:autoscaling:groupName');
          gone(group, member, soon);
        },
      };
    case 'EnteringStandby':
      return {
        at: soon,
        act: () => {
          endActivity(member.activity, soon, 'Successful');
          Object.assign(member, { state: 'Standby', since: soon });
        },
      };
    case 'InService':
    case 'Standby':
      return null;
  }
}

function started(group: Group, member: Member, at: number): void {
  const hook = [...group.hooks.values()].find(({ transition }) => transition === 'launching');
  if (hook === undefined || member.activity?.description.startsWith('Moving')) {
    inService(group, member, at);
    return;
  }
  member.state = 'Pending:Wait';
  member.since = at;
  member.wait = { hook: hook.name, token: newUuid(), until: at + hook.heartbeat * 1000 };
  if (member.activity !== null) member.activity.status = 'MidLifecycleAction';
}

function inService(group: Group, member: Member, at: number): void {
  Object.assign(member, { state: 'InService', since: at });
  endActivity(member.activity, at, 'Successful');
  member.activity = null;
  group.cooldownUntil = at + group.settings.defaultCooldown * 1000;
}

function gone(group: Group, member: Member, at: number): void {
  endActivity(member.activity, at, 'Successful');
  group.members.delete(member.id);
  group.cooldownUntil = at + group.settings.defaultCooldown * 1000;
}

/** Replaces instances that ended or fail their status checks. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html */
function healthCheck(state: State, group: Group, member: Member, now: number): Step | null {
  if (isTerminating(member) || member.state === 'Standby' || member.state === 'Detaching') return null;
  if (member.unhealthy === null) {
    if (group.suspended.has('HealthCheck')) return null;
    const instance = state.ec2.find(member.id);
    const ended = instance === null ? now : (instance.endedAt ?? instance.stoppedAt);
    const impaired = instance?.impaired === true && member.state === 'InService';
    const graceUntil = member.since + group.settings.healthCheckGracePeriod * 1000;
    if (ended === null && !(impaired && now >= graceUntil)) return null;
    const why =
      ended === null
        ? 'in response to an EC2 instance status checks failure'
        : 'in response to an EC2 health check indicating it has been terminated or stopped';
    const at = ended ?? now;
    return {
      at,
      act: () => {
        member.health = 'Unhealthy';
        member.unhealthy = { at, why };
      },
    };
  }
  if (group.suspended.has('ReplaceUnhealthy') || group.suspended.has('Terminate')) return null;
  const { at: unhealthySince, why } = member.unhealthy;
  const at = unhealthySince + state.delays.healthCheck;
  return {
    at,
    act: () => {
      const cause = `At ${second(at)} an instance was taken out of service ${why}.`;
      beginTermination(state, group, member, at, cause);
      checkSoon(state, group, at, cause);
    },
  };
}

/** Launches or terminates instances until the group has its desired capacity. */
function check(state: State, group: Group, at: number): void {
  group.checkAt = null;
  const have = capacityOf(group);
  if (have < group.desired && !group.suspended.has('Launch') && !group.deleting) {
    if (!launchLacking(state, group, at)) group.checkAt = at + state.delays.retry;
  } else if (have > group.desired && !group.suspended.has('Terminate')) {
    terminateSurplus(state, group, at);
  }
}

/**
 * The default policy: the oldest instance of the zone with the most instances, but never a protected one.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
 */
function terminateSurplus(state: State, group: Group, at: number): void {
  while (capacityOf(group) > group.desired) {
    const have = capacityOf(group);
    const cause = `${group.cause}  At ${second(at)} an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from ${have} to ${group.desired}.`;
    const zones = [...groupedBy([...group.members.values()].filter(isCapacity), ({ zone }) => zone).values()]
      .sort((a, b) => b.length - a.length)
      .map((members) => members.filter((member) => !member.protected))
      .filter((members) => members.length > 0);
    const launchedAt = ({ id }: Member): number => state.ec2.find(id)?.launchedAt ?? 0;
    const candidate = zones[0]?.toSorted((a, b) => launchedAt(a) - launchedAt(b))[0];
    if (candidate === undefined || have - candidate.weight < group.desired) {
      if (candidate !== undefined) return;
      const failed = startActivity(state, group, at, { description: 'Terminating EC2 instance', cause });
      endActivity(
        failed,
        at,
        'Failed',
        'Could not scale to desired capacity because all remaining instances are protected from scale-in.',
      );
      group.checkAt = at + state.delays.retry;
      return;
    }
    beginTermination(state, group, candidate, at, cause);
  }
}
