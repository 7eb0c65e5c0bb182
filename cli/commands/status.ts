import { type Activity, type GroupState, type ListedWorker, toldOf } from '../../shared/evaluation/index.ts';
import { faultText } from '../../shared/policy/index.ts';
import { breakerLine } from '../activity-text.ts';
import {
  type Deployment,
  groupArgument,
  type StageOptions,
  stageCommand,
  unknownGroup,
  withDeployment,
} from '../aws.ts';
import { distanceText, print, printJson, table, tell, timeText } from '../output.ts';

export const statusCommand = stageCommand('status')
  .description('how the groups stand; of one group, everything')
  .addArgument(groupArgument('[group]'))
  .action((group: string | undefined, options: StageOptions) =>
    withDeployment(options, (deployment) =>
      group === undefined ? all(deployment, options) : one(group, deployment, options),
    ),
  );

async function all(deployment: Deployment, { json }: StageOptions): Promise<void> {
  const [named, running] = await Promise.all([deployment.store.records.groups(), deployment.evaluation.workers.all()]);
  const workers = Map.groupBy(running, ({ group }) => group);
  // A group whose policy was deleted may still have workers that drain.
  const states = await deployment.store.states.read([...new Set([...named, ...workers.keys()])]);
  const groups = [...new Set([...named, ...states.keys()])].toSorted();
  const rows = groups.map((group) => ({ group, state: states.get(group), ...countsOf(workers.get(group) ?? []) }));
  if (json) {
    printJson(
      rows.map(({ group, state, live, draining }) => ({
        group,
        version: state?.version ?? null,
        desired: state?.desired ?? null,
        workers: live,
        draining,
        faults: state?.faults ?? [],
        claim: state?.claim ?? null,
        breaker: state?.breaker ?? null,
        retiring: state?.retiring ?? false,
      })),
    );
  } else if (rows.length === 0) tell('There is no group yet: put a policy with "npx headcount policy apply FILE".');
  else {
    const now = Date.now();
    print(
      table(
        ['GROUP', 'VERSION', 'DESIRED', 'WORKERS', 'DRAINING', 'LAST OUT', 'LAST IN', 'NOTE'],
        rows.map(({ group, state, live, draining }) => [
          group,
          state?.version ?? null,
          state?.desired ?? null,
          live,
          draining,
          distanceText(state?.lastOutAt ?? null, now),
          distanceText(state?.lastInAt ?? null, now),
          noteOf(state, now),
        ]),
      ),
    );
  }
}

function noteOf(state: GroupState | undefined, now: number): string {
  if (!state) return 'not accepted yet';
  if (state.faults.length > 0) return `the newest policy is faulty: see "headcount status ${state.group}"`;
  if (state.claim)
    return state.claim.leaseUntil > now ? 'a resize is under way' : 'an unfinished resize will be resumed';
  if (state.breaker && state.breaker.until > now) return `launches wait ${distanceText(state.breaker.until, now)}`;
  if (state.retiring) return 'deleted: drains to zero';
  return state.version === null ? 'no policy in force' : '';
}

async function one(group: string, deployment: Deployment, { json }: StageOptions): Promise<void> {
  const [states, workers, activities] = await Promise.all([
    deployment.store.states.read([group]),
    deployment.evaluation.workers.list([group]),
    deployment.store.activities.list(group, 1),
  ]);
  const state = states.get(group);
  if (!state) throw unknownGroup(group, deployment);
  const listed = workers.get(group) ?? [];
  if (json) printJson({ ...state, ...countsOf(listed), workers: listed, lastActivity: activities[0] ?? null });
  else print([...stateLines(state, activities[0], Date.now()), '', workersText(listed)].join('\n'));
}

function stateLines(state: GroupState, last: Activity | undefined, now: number): string[] {
  const { claim, draining, unavailable, breaker, warned } = state;
  const pools = Object.entries(unavailable).filter(([, until]) => until > now);
  const lines: [string, string][] = [
    ['group', state.group],
    ['policy', policyText(state)],
    ...state.faults.map((fault): [string, string] => ['fault', faultText(fault)]),
    ['desired', state.desired === null ? 'not decided yet' : String(state.desired)],
    ['last out', distanceText(state.lastOutAt, now)],
    ['last in', distanceText(state.lastInAt, now)],
    [
      'looked at',
      state.dueAt === null
        ? 'never'
        : state.dueAt <= now
          ? 'on every tick'
          : `by an alarm, else ${distanceText(state.dueAt, now)}`,
    ],
    ...(claim
      ? [
          ['claim', `activity ${claim.activity} of ${claim.holder}, until ${timeText(claim.leaseUntil)}`] as [
            string,
            string,
          ],
        ]
      : []),
    ...draining.map(({ activity, until }): [string, string] => [
      'draining',
      `activity ${activity}, until ${timeText(until)}`,
    ]),
    ...warned.map(({ id, kind, at }): [string, string] => [
      'announced',
      `${kind} of ${id} by EC2, ${distanceText(at, now)}`,
    ]),
    ...pools.map(([pool, until]): [string, string] => [
      'left out',
      `${pool}, which refused to launch, until ${timeText(until)}`,
    ]),
    ...(breaker && breaker.until > now ? [['launches', breakerLine(breaker)] as [string, string]] : []),
    ['last', last ? `${timeText(last.startedAt)} ${toldOf(last)}` : 'never resized'],
  ];
  return table([], lines).split('\n');
}

function policyText({ version, retiring }: GroupState): string {
  if (version === null) return 'none in force';
  return retiring ? `version ${version}, deleted: the group drains to zero` : `version ${version}`;
}

function workersText(listed: readonly ListedWorker[]): string {
  if (listed.length === 0) return 'no workers';
  const rows = listed
    .toSorted((a, b) => a.launchedAt - b.launchedAt)
    .map(({ id, instanceType, market, zone, state, drainingUntil, launchedAt }) => [
      id,
      instanceType,
      market,
      zone,
      drainingUntil === null ? state : `draining until ${timeText(drainingUntil)}`,
      timeText(launchedAt),
    ]);
  return table(['WORKER', 'TYPE', 'MARKET', 'ZONE', 'STATE', 'LAUNCHED (UTC)'], rows);
}

function countsOf(listed: readonly ListedWorker[]): { live: number; draining: number } {
  const draining = listed.filter(({ drainingUntil }) => drainingUntil !== null).length;
  return { live: listed.length - draining, draining };
}
