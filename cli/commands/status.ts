import { look } from '../../shared/evaluation/look.ts';
import { groupedBy } from '../../shared/model/index.ts';
import {
  countsOf,
  distanceText,
  stateDocument,
  stateLines,
  table,
  unknownGroup,
  workersText,
} from '../../shared/presentation/index.ts';
import { emptyState, type GroupState } from '../../shared/state/index.ts';
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
  const groups = [...new Set([...named, ...states.groups()])].toSorted();
  const errors = new Map(states.unusable().map((error) => [error.group, error]));
  const rows = groups.map((group) => {
    const error = errors.get(group);
    const state = error ? undefined : states.get(group);
    return { group, state, error, ...countsOf(workers.get(group) ?? []) };
  });
  if (json) {
    printJson(
      rows.map(({ group, state = emptyState(group), error, live, draining }) => ({
        group,
        version: state.policy.version,
        desired: state.decision.desired,
        workers: live,
        draining,
        faults: state.policy.errors,
        claim: state.claim,
        breaker: state.provider.launchBackoff,
        retiring: state.policy.deleting,
        ...(error && { error: error.message }),
      })),
    );
  } else if (rows.length === 0) tell('There is no group yet: put a policy with "npx headcount policy apply FILE".');
  else {
    const now = Date.now();
    print(
      table(
        ['GROUP', 'VERSION', 'DESIRED', 'WORKERS', 'DRAINING', 'LAST OUT', 'LAST IN', 'NOTE'],
        rows.map(({ group, state, error, live, draining }) => [
          group,
          state?.policy.version ?? null,
          state?.decision.desired ?? null,
          live,
          draining,
          distanceText(state?.decision.lastOutAt ?? null, now),
          distanceText(state?.decision.lastInAt ?? null, now),
          error?.message ?? noteOf(state, now),
        ]),
      ),
    );
  }
}

function noteOf(state: GroupState | undefined, now: number): string {
  if (!state) return 'not accepted yet';
  if (state.policy.errors.length > 0) return `the newest policy is faulty: see "headcount status ${state.group}"`;
  if (state.claim)
    return state.claim.leaseUntil > now ? 'a resize is under way' : 'an unfinished resize will be resumed';
  const { launchBackoff } = state.provider;
  if (launchBackoff && launchBackoff.until > now) return `launches wait ${distanceText(launchBackoff.until, now)}`;
  if (state.policy.deleting) return 'deleted: drains to zero';
  return state.policy.version === null ? 'no policy in force' : '';
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
  const { tunedRules = [], unavailable = {} } = looked ?? {};
  if (json) {
    // What drives them is in the state's `tuned`.
    const tuning = tunedRules.map(({ rule, kind, foundAt, dueAt }) => ({ rule, kind, foundAt, dueAt }));
    printJson({
      ...stateDocument(state),
      unavailable,
      ...countsOf(listed),
      workers: listed,
      seen,
      tuning,
      lastActivity,
    });
  } else {
    const lines = stateLines(state, { seen, tunedRules, unavailable }, activities[0], Date.now());
    print([...lines, '', workersText(listed)].join('\n'));
  }
}
