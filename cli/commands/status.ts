import type { GroupState } from '../../shared/evaluation/index.ts';
import { look } from '../../shared/evaluation/look.ts';
import { groupedBy } from '../../shared/model/index.ts';
import {
  countsOf,
  distanceText,
  stateLines,
  table,
  unknownGroup,
  workersText,
} from '../../shared/presentation/index.ts';
import { print, printJson, tell } from '../../shared/terminal/index.ts';
import { type Deployment, groupArgument, type StageOptions, stageCommand, withDeployment } from '../aws.ts';

export const statusCommand = stageCommand('status')
  .description('how the groups stand; of one group, everything')
  .addArgument(groupArgument('[group]'))
  .action((group: string | undefined, options: StageOptions) =>
    withDeployment(options, (deployment) =>
      group === undefined ? all(deployment, options) : one(group, deployment, options),
    ),
  );

async function all(deployment: Deployment, { json }: StageOptions): Promise<void> {
  // The table first: what is wrong with a shell's access is told best of it.
  const named = await deployment.store.records.groups();
  const running = await deployment.evaluation.workers.all();
  const workers = groupedBy(running, ({ group }) => group);
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
  const [states, workers, activities, looked] = await Promise.all([
    deployment.store.states.read([group]),
    deployment.evaluation.workers.list([group]),
    deployment.store.activities.list(group, 1),
    // How workers and rules are is known to an evaluation only; a status without that is better than none.
    look(group, deployment.evaluation).catch(() => null),
  ]);
  const state = states.get(group);
  if (!state) throw unknownGroup(group, deployment);
  const listed = workers.get(group) ?? [];
  const seen = looked?.decided?.seen.workers ?? null;
  const lastActivity = activities[0] ?? null;
  const tunedRules = looked?.tunedRules ?? [];
  if (json) {
    // What drives them is in the state's `tuned`.
    const tuning = tunedRules.map(({ rule, kind, foundAt, dueAt }) => ({ rule, kind, foundAt, dueAt }));
    printJson({ ...state, ...countsOf(listed), workers: listed, seen, tuning, lastActivity });
  } else {
    const lines = stateLines(state, { seen, tunedRules }, activities[0], Date.now());
    print([...lines, '', workersText(listed)].join('\n'));
  }
}
