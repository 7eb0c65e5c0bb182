import type { Activity } from '../../shared/evaluation/index.ts';
import { type Policy, type PolicyDocument, parsePolicy } from '../../shared/policy/index.ts';
import { wrongEnds } from './ends.ts';
import { everyStepPublished } from './reported.ts';
import type { World } from './world/world.ts';

/** An activity launches what it says, or more by less than the heaviest worker, however often it was asked for. */
function everyLaunchOnce(world: World): string[] {
  const { ledger, activities } = world;
  return activities().flatMap(({ id, intent, outcome }) => {
    const launched = ledger.entries.filter(({ what, activity }) => what === 'launched' && activity === id);
    const ids = launched.flatMap((entry) => entry.ids);
    const wanted = intent.kind === 'launch' ? intent.count : 0;
    const came = world.unitsOf(launched.flatMap(({ ids: of, types = of }) => types));
    const told = new Set(outcome?.kind === 'launch' ? outcome.launched.map((worker) => worker.id) : []);
    const untold = ids.filter((worker) => !told.has(worker) && ledger.alive.has(worker));
    return [
      ...(came > 0 && came >= wanted + (wanted > 0 ? world.heaviest() : 0)
        ? [`${id} launched ${came} where ${wanted} were wanted`]
        : []),
      ...(untold.length > 0 ? [`${id} launched ${untold}, but its record does not say so`] : []),
    ];
  });
}

/**
 * An Auto Scaling group launches what activities asked of it, and what it lost; it says not for whom. A function that
 * outlives its lease may set a capacity again that was lowered since, as the call has no token: what comes then goes again.
 */
function noLaunchUnasked({ ledger, activities, slept }: World): string[] {
  if (slept > 0) return [];
  const count = (what: string) =>
    ledger.entries.reduce(
      (sum, entry) => sum + (entry.what === what && entry.activity === null ? entry.ids.length : 0),
      0,
    );
  const asked = activities().reduce((sum, { intent }) => sum + (intent.kind === 'launch' ? intent.count : 0), 0);
  const [launched, most] = [count('launched'), asked + count('vanished')];
  return launched > most ? [`the group launched ${launched} where ${most} were asked for or lost`] : [];
}

/** Workers alive = launched − retired − ended by the outside world; each carries its group and its activity. */
function everyWorkerAccountedFor(world: World): string[] {
  const { entries, alive: meant } = world.ledger;
  const there = world.alive();
  const alive = new Set(there.map(({ id }) => id));
  const by = new Map(
    entries.flatMap(({ what, ids, activity }) => (what === 'launched' ? ids.map((id) => [id, activity]) : [])),
  );
  const retired = new Set(
    world
      .activities()
      .flatMap(({ outcome }) =>
        outcome?.kind === 'remove' ? [...outcome.terminated, ...(outcome.returned ?? [])] : [],
      ),
  );
  const ended = entries.flatMap(({ what, ids }) => (what === 'terminated' ? ids : []));
  return [
    ...there
      .filter(({ id }) => !meant.has(id))
      .map(({ id }) => `${id} runs, but never was launched or is told to be gone`),
    ...[...meant].filter((id) => !alive.has(id)).map((id) => `${id} is gone, and nobody ended it`),
    ...ended.filter((id) => !retired.has(id)).map((id) => `${id} was terminated, and no activity says so`),
    ...there
      .filter(({ id, activity }) => by.has(id) && activity !== by.get(id))
      .map(({ id }) => `${id} has a wrong tag`),
  ];
}

function nothingLeftOpen(world: World): string[] {
  const state = world.state();
  const open = world.activities().filter(({ status }) => status === 'claimed' || status === 'draining');
  return [
    ...(state?.claim ? [`activity ${state.claim.activity} still has its claim`] : []),
    ...(state?.drains ?? []).map(({ activity }) => `activity ${activity} still drains`),
    ...open.map(({ id, status }) => `activity ${id} is still ${status}`),
    ...world.leaving().map(({ id }) => `${id} still carries a draining mark`),
  ];
}

/** Within a cooldown, only the bounds move a group. Repairs of missing workers hold, and so have no direction. */
function oneActivityACooldown(world: World): string[] {
  const shortest = (direction: 'out' | 'in') =>
    Math.min(...world.policies.map((document) => cooldownOf(document, direction))) * 1000;
  const isFree = ({ decision }: Activity) =>
    decision.trace.some(({ stage }) => stage === 'bounds' || stage === 'guard:floor');
  return (['out', 'in'] as const).flatMap((direction) => {
    const moves = world.activities().filter(({ decision }) => decision.direction === direction);
    const inOrder = moves.toSorted((one, other) => one.startedAt - other.startedAt);
    return inOrder.flatMap((activity, nth) => {
      const before = inOrder[nth - 1];
      const isEarly = before && activity.startedAt - before.startedAt < shortest(direction) && !isFree(activity);
      return isEarly ? [`${activity.id} went ${direction} in the cooldown of ${before.id}`] : [];
    });
  });
}

const behaviors = new WeakMap<PolicyDocument, Policy['behavior'] | null>();

/** Thousands of worlds share a document: it is parsed once. */
function cooldownOf(document: PolicyDocument, direction: 'out' | 'in'): number {
  let behavior = behaviors.get(document);
  if (behavior === undefined) {
    const parsed = parsePolicy(document);
    behavior = parsed.ok ? parsed.value.behavior : null;
    behaviors.set(document, behavior);
  }
  return behavior?.[direction].cooldown ?? 0;
}

/** Nothing is lost: the group has what is asked of it, and what it is meant to have is within its bounds. */
function sizeIsReached(world: World): string[] {
  const { wants, atLeast = 0, keeps = [], loses = [] } = world.scenario;
  const [size, state] = [world.capacity(), world.state()];
  const capacity = world.policies.at(-1)?.capacity;
  const desired = state?.decision.desired ?? null;
  const isInForce = state?.policy.version !== null && state?.policy.deleting !== true;
  const isOutside = isInForce && capacity && desired !== null && (desired < capacity.min || desired > capacity.max);
  const alive = new Set(world.alive().map(({ id }) => id));
  return [
    ...(world.isReached() ? [] : [`has capacity ${size} where ${wants} is asked for`]),
    ...(world.lowest >= atLeast ? [] : [`had capacity ${world.lowest}, and never needed less than ${atLeast}`]),
    ...(isOutside ? [`is meant to have ${desired}`] : []),
    ...keeps.filter((id) => !alive.has(id)).map((id) => `${id} is gone, and was to be kept`),
    ...loses.filter((id) => alive.has(id)).map((id) => `${id} is still there, and was to go`),
  ];
}

/** The warm pool has as many members as it is to have, at rest, and the state knows them all. */
function poolIsFilled(world: World): string[] {
  const { pool } = world.scenario;
  if (pool === undefined) return [];
  const { fleet } = world.base;
  const [all, resting] = [fleet.members('ci'), fleet.members('ci', { isParked: true })];
  const known = new Set(world.state()?.pool.members.map(({ id }) => id));
  return [
    ...(all.length === pool && resting.length === pool
      ? []
      : [`the pool has ${all.length} members, of which ${resting.length} rest, where ${pool} are asked for`]),
    ...all.filter((id) => !known.has(id)).map((id) => `${id} is a member that the state does not know`),
  ];
}

/** All that are capacity stand in their target groups, and nobody else. */
function targetsAreInLine(world: World): string[] {
  return world.targetGroups().flatMap((targetGroup) => {
    const alive = new Set(world.alive().map(({ id }) => id));
    const registered = world.base.targets.registered(targetGroup).filter((id) => alive.has(id));
    const strangers = [...alive].filter((id) => !registered.includes(id));
    return strangers.map((id) => `${id} works, and stands in no target group`);
  });
}

/** Another group's worker is neither marked nor ended. */
function othersUntouched({ cloud }: World): string[] {
  const others = cloud.alive('other');
  const marked = others.filter(({ drainingUntil }) => drainingUntil !== null);
  return [
    ...(others.length === 2 ? [] : [`the other group has ${others.length} workers`]),
    ...marked.map(({ id }) => `${id} of the other group was marked`),
  ];
}

const tokensMeanOneThing = ({ ledger }: World): string[] =>
  ledger.mismatches.map((activity) => `the token of ${activity} was used with other parameters`);

/** All workers are of the version at which the story ends. */
function oneVersion({ scenario: { ends }, base }: World): string[] {
  if (ends === undefined) return [];
  const others = base.fleet.alive('ci').filter(({ template }) => template?.version !== ends);
  return others.map(({ id, template }) => `${id} is of version ${template?.version}, and ${ends} is the last one`);
}

/** What must hold of a world that has come to rest, whatever died in it. Each returns what is wrong, a sentence each. */
const INVARIANTS: readonly ((world: World) => string[])[] = [
  everyLaunchOnce,
  noLaunchUnasked,
  everyWorkerAccountedFor,
  nothingLeftOpen,
  oneActivityACooldown,
  sizeIsReached,
  poolIsFilled,
  oneVersion,
  wrongEnds,
  targetsAreInLine,
  othersUntouched,
  tokensMeanOneThing,
  everyStepPublished,
];

export const faultsOf = (world: World): string[] => INVARIANTS.flatMap((holds) => holds(world));
