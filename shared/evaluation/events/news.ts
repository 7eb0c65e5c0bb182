import { budgetOf, type Decision, pausesIn, spendOf } from '../../decision/index.ts';
import { type Reason, reaches } from '../../model/index.ts';
import { EVENT, type EventType } from '../../names/index.ts';
import type { Announced, GroupState, OutboxNews } from '../../state/index.ts';
import type { DecidedContext, GroupContext, WorkersContext } from '../observe/group-context.ts';
import { unreadFor } from '../watch/conditions.ts';
import type { Watched } from '../watch/watched.ts';
import { becauseOfEvent } from './because.ts';
import { conditionEntry, newsEntry } from './outbox.ts';
import { type Entry, type Part, SILENCE } from './part.ts';

/** What an evaluation has to report beside its resize. */
export interface News {
  readonly entries: Readonly<Record<string, OutboxNews>>;
  /** What has changed of what was announced; may change without an event. */
  readonly announced: Partial<Announced>;
}

export const NO_NEWS: News = { entries: {}, announced: {} };

/** Workers that are announced as unhealthy at the same time, so that the state stays small. The others follow. */
const MOST_UNHEALTHY = 100;
const NAMED = 3;
/** The part of a budget from which on it is near, and the part below which it is not near any more. */
const NEAR = 0.8;
const RELEASED = 0.7;

interface Occasion {
  readonly decision: Decision;
  readonly watched: Watched;
  /** The decision is carried out without a resize, so nothing else reports it. */
  readonly isWithoutResize: boolean;
}

export function newsOf(context: GroupContext, { decision, watched, isWithoutResize }: Occasion): News {
  const parts = [
    ...(isWithoutResize ? [decided(context, decision)] : []),
    held(context, decision),
    unhealthy(context),
    ...(context.state.policy.deleting ? [] : [paused(context)]),
    budget(context, decision),
    ...(context.overflowNews ? [context.overflowNews] : []),
    ...(context.rolloutNews ? [context.rolloutNews] : []),
  ];
  return {
    entries: Object.fromEntries([...conditions(context, watched), ...parts.flatMap(({ entries }) => entries)]),
    announced: Object.assign({}, ...parts.map(({ announced }) => announced)),
  };
}

/** A change of capacity for which nothing is resized, and what a policy with `dryRun` would do. */
function decided({ policy, state, trigger, now }: GroupContext, decision: Decision): Part {
  const { direction, current, desired, change, proposal, blockedBy, reason } = decision;
  const { dryRun } = policy;
  const before = state.announced.dryRun;
  const asked = dryRun && direction !== 'hold' ? desired : null;
  const announced = asked === before ? {} : { dryRun: asked };
  if (direction === 'hold' || (dryRun && asked === before)) return { entries: [], announced };
  const detail = {
    activity: null,
    policyVersion: state.policy.version ?? 0,
    trigger,
    dryRun,
    direction,
    current,
    desired,
    change,
    proposal,
    blockedBy,
  };
  return { entries: [newsEntry(EVENT.decided, now, reason, detail)], announced };
}

/** Reported when another constraint holds the group than before. */
function held(context: DecidedContext, { blockedBy, blind, reason, current, desired, proposal }: Decision): Part {
  const { state, now } = context;
  if (blockedBy === state.announced.heldBy) return SILENCE;
  const announced = { heldBy: blockedBy };
  if (blockedBy === null) return { entries: [], announced };
  const unread = blockedBy === 'missing-data' ? unreadFor(blind, context) : [];
  const detail = {
    blockedBy,
    current,
    desired,
    proposal,
    policyVersion: state.policy.version ?? 0,
    ...(unread.length > 0 && { unread }),
  };
  return { entries: [newsEntry(EVENT.held, now, reason, detail)], announced };
}

function unhealthy({ unhealthy: all, state, now }: WorkersContext): Part {
  const known = new Set(state.announced.unhealthy);
  const still = all.filter(({ id }) => known.has(id)).map(({ id }) => id);
  const fresh = all.filter(({ id }) => !known.has(id)).slice(0, MOST_UNHEALTHY - still.length);
  if (fresh.length === 0 && still.length === known.size) return SILENCE;
  const workers = fresh.map(({ id }) => id);
  const announced = { unhealthy: [...still, ...workers] };
  if (fresh.length === 0) return { entries: [], announced };
  const reason = becauseOfEvent['worker-unhealthy']({
    workers: workers.slice(0, NAMED),
    why: fresh.slice(0, NAMED).map((worker) => worker.reason),
    more: Math.max(0, workers.length - NAMED),
  });
  return { entries: [newsEntry(EVENT.unhealthy, now, reason, { activity: null, workers })], announced };
}

function paused(context: DecidedContext): Part {
  const { paused: after, state, now } = context;
  if (after === state.announced.paused) return SILENCE;
  const [type, reason] =
    after === false
      ? [EVENT.resumed, becauseOfEvent['pause-ended']({})]
      : [EVENT.paused, becauseOfEvent['pause-started']({ paused: after, why: whyPaused(after, context) })];
  return { entries: [newsEntry(type, now, reason, { paused: after })], announced: { paused: after } };
}

/** Who pauses the group: one reason if nothing pauses one direction alone. */
function whyPaused(paused: true | 'out' | 'in', { policy, observation }: DecidedContext): Reason[] {
  const directions = paused === true ? (['out', 'in'] as const) : [paused];
  const reasons = directions.flatMap((direction) => {
    const { ofPolicy, byHand } = pausesIn(direction, policy, observation);
    return ofPolicy || byHand || [];
  });
  return reasons.every(({ params }) => params['direction'] === null) ? reasons.slice(0, 1) : reasons;
}

/**
 * Only as far as the prices of the workers are known. What was announced stays so until the workers cost clearly less, so
 * that prices and sizes that move around the edge announce it once.
 */
function budget({ policy, state, observation, now }: DecidedContext, { blockedBy }: Decision): Part {
  const budgetPerHour = budgetOf(policy, observation)?.hourlyUsd ?? null;
  const spendPerHour = spendOf(observation);
  const before = state.announced.budget;
  const level = budgetPerHour === null ? null : levelOf(spendPerHour, budgetPerHour, blockedBy === 'budget', before);
  if (level === before) return SILENCE;
  const announced = { budget: level };
  if (level === null || budgetPerHour === null || spendPerHour === null) return { entries: [], announced };
  const [type, code]: [EventType, 'budget-near' | 'budget-exhausted'] =
    level === 'near' ? [EVENT.budgetNear, 'budget-near'] : [EVENT.budgetExhausted, 'budget-exhausted'];
  const params = { spendPerHour, budgetPerHour };
  return { entries: [newsEntry(type, now, becauseOfEvent[code](params), params)], announced };
}

function levelOf(
  spend: number | null,
  limit: number,
  isStopped: boolean,
  before: Announced['budget'],
): Announced['budget'] {
  if (spend === null) return before;
  if (isStopped || reaches(spend, limit)) return 'exhausted';
  if (!reaches(spend, limit * RELEASED)) return null;
  return before ?? (reaches(spend, limit * NEAR) ? 'near' : null);
}

/** Conditions that have lasted, and those that are over. */
function conditions({ now }: DecidedContext, { notifications }: Watched): Entry[] {
  return notifications.map((each) => {
    const isStart = each.kind === 'started';
    const condition = isStart ? each.condition.condition : each.condition;
    const reason = isStart ? each.condition.reason : becauseOfEvent['condition-over']({ condition });
    return conditionEntry({ condition, kind: each.kind, since: each.since, reason }, now);
  });
}

/** The change of the state that announces it. Without anything else to store, a change without an event is not stored. */
export const announcedIn = (state: GroupState, { announced }: News) =>
  Object.keys(announced).length > 0 ? { announced: { ...state.announced, ...announced } } : {};
