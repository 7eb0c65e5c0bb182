import type { ShownInstance } from '../../../local/ec2/index.ts';
import type { Activity } from '../../../shared/evaluation/index.ts';
import { groupedBy } from '../../../shared/model/index.ts';
import { TAG } from '../../../shared/names/names.ts';
import { type Evidence, instancesOf, isAlive, isMember, planOf, startsOf, terminatedBy } from './evidence.ts';

/** Every worker and member of a warm pool was launched by one activity. It lives, unless an activity, AWS or a person has ended it. */
function accounted(evidence: Evidence): string[] {
  const { activities, byHand } = evidence;
  const launched = activities.flatMap((each) => launchedBy(each).map((id) => ({ id, activity: each.id })));
  const terminated = new Set(activities.flatMap(terminatedBy));
  const there = new Set([...launched.map(({ id }) => id), ...byHand.launched]);
  const wanted = new Set([...there].filter((id) => !terminated.has(id) && !byHand.ended.has(id)));
  const known = new Map(instancesOf(evidence).map((instance) => [instance.id, instance]));
  const alive = [...known.values()].filter(isAlive);
  const lost = [...wanted].flatMap((id) => known.get(id) ?? []).filter((instance) => !isAlive(instance));
  // A deletion of the policy ends the members without an activity.
  const isReleased = (instance: ShownInstance): boolean => isMember(instance) && evidence.begunAnew.length > 0;
  return [
    ...alive.filter(({ id }) => !there.has(id)).map(({ id }) => `${id} lives, and no activity says it launched it`),
    ...alive.filter(({ id }) => terminated.has(id)).map(({ id }) => `${id} lives, and an activity says it ended it`),
    ...lost
      .filter((instance) => !isReleased(instance))
      .map(({ id }) => `${id} is gone, and no activity says it ended it`),
    ...[...groupedBy(launched, ({ id }) => id)]
      .filter(([, by]) => by.length > 1)
      .map(([id, by]) => `${id} was launched by ${by.map(({ activity }) => activity).join(' and ')}`),
  ];
}

/** Every worker and member has its tags, and no activity launched more than it had recorded. */
function tagged(evidence: Evidence): string[] {
  const { activities, byHand } = evidence;
  const known = new Map(activities.map((each) => [each.id, each]));
  const ours = instancesOf(evidence).filter(({ id }) => !byHand.launched.has(id));
  const byActivity = groupedBy(ours, ({ tags }) => tags.get(TAG.activity) ?? '');
  return [...byActivity].flatMap(([id, workers]) => {
    const activity = known.get(id);
    const named = workers.map((worker) => worker.id).join(', ');
    if (!activity || activity.intent.kind === 'remove') return [`${named}: carries the tag of no launch ('${id}')`];
    const { count } = activity.intent;
    return workers.length > count ? [`activity ${id} asked for ${count} workers and launched ${workers.length}`] : [];
  });
}

/** A token is used for one set of parameters: those that its activity recorded, or a part of them. */
function tokensUsedOnce({ activities, requests, group }: Evidence): string[] {
  const launches = requests.filter((each) => each.get('Action') === 'CreateFleet' && tagOf(each, TAG.group) === group);
  const parameters = (each: URLSearchParams) =>
    [...each]
      .map((pair) => pair.join('='))
      .sort()
      .join('&');
  const known = new Map(activities.map((each) => [each.id, each]));
  return [...groupedBy(launches, (each) => each.get('ClientToken') ?? '')].flatMap(([token, uses]) => {
    const intent = known.get(tagOf(uses[0], TAG.activity) ?? '')?.intent;
    return [
      ...(new Set(uses.map(parameters)).size > 1 ? [`token ${token} was used with different parameters`] : []),
      ...(isOf(planOf(intent)?.token, token) ? [] : [`token ${token} was written down by no activity`]),
    ];
  });
}

/** The calls of a divided launch have the token with the number of the part. */
const isOf = (written: string | undefined, token: string): boolean =>
  written !== undefined && token.startsWith(written) && /^(-r?\d+)*$/.test(token.slice(written.length));

const IN_PROGRESS = ['starting', 'running', 'rolling-back', 'paused'];
/** EC2 sets it on each instance of a launch template. */
const VERSION = 'aws:ec2launchtemplate:version';

/** Every rollout has ended, and all workers and members are of one version. */
function oneVersion(evidence: Evidence): string[] {
  const { state, isRolling } = evidence;
  if (!isRolling) return [];
  const versions = new Set(
    instancesOf(evidence)
      .filter(isAlive)
      .flatMap(({ tags }) => tags.get(VERSION) ?? []),
  );
  const status = state.rollout?.status ?? '';
  return [
    ...(IN_PROGRESS.includes(status) ? [`its rollout is still ${status}`] : []),
    ...(versions.size > 1 ? [`has workers of the versions ${[...versions].join(' and ')} (rollout ${status})`] : []),
  ];
}

export const EC2 = [accounted, tagged, tokensUsedOnce, oneVersion] as const;

/** Without the members of the warm pool that it started. */
function launchedBy({ intent, outcome }: Activity): string[] {
  if (!outcome || outcome.kind === 'remove') return [];
  const started = startsOf(intent);
  return outcome.launched.map(({ id }) => id).filter((id) => !started.has(id));
}

/** The value of a tag in a launch request. */
function tagOf(request: URLSearchParams | undefined, key: string): string | undefined {
  const [name] = [...(request ?? [])].find(([, value]) => value === key) ?? [];
  return request?.get(name?.replace(/\.Key$/, '.Value') ?? '') ?? undefined;
}
