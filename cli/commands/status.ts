import { type Preview, preview } from '../../shared/evaluation/index.ts';
import { groupedBy, ReasonedError } from '../../shared/model/index.ts';
import { activePolicies, reportNotes, stageWorkers, workersOf } from '../../shared/operations/index.ts';
import {
  activityDocument,
  countsOf,
  groupStatus,
  groupsJson,
  groupsTable,
  notDescribed,
  reasonDocument,
  stateDocument,
  unknownGroup,
  workerDocument,
  workersText,
} from '../../shared/presentation/index.ts';
import type { ManagedWorker } from '../../shared/providers/index.ts';
import { print, printJson, printNote } from '../../shared/terminal/index.ts';
import { type Deployment, groupArgument, type StageOptions, stageCommand, withDeployment } from '../aws.ts';

export const statusCommand = stageCommand('status')
  .addArgument(groupArgument('[group]'))
  .action((group: string | undefined, options: StageOptions) =>
    withDeployment(options, (deployment) =>
      group === undefined ? all(deployment, options) : one(group, deployment, options),
    ),
  );

async function all(deployment: Deployment, { json }: StageOptions): Promise<void> {
  // The table first: its errors describe missing access best.
  const named = await deployment.store.records.groups();
  const { workers: running, undescribed, notes } = await stageWorkers(named, deployment.evaluation);
  const workers = groupedBy(running, ({ group }) => group);
  // A group whose policy was deleted may still have draining workers.
  const states = await deployment.store.states.read([...new Set([...named, ...workers.keys()])]);
  const groups = [...new Set([...named, ...states.groups()])].toSorted();
  const errors = new Map(states.unusable().map((error) => [error.group, error]));
  const policies = await activePolicies(states.usable(), deployment.evaluation);
  const rows = groups.map((group) => {
    const error = errors.get(group);
    const state = error ? undefined : states.get(group);
    const unknown = undescribed.get(group);
    const counts = countsOf(unknown ? null : (workers.get(group) ?? []));
    return {
      group,
      state,
      policy: policies.get(group),
      error,
      undescribed: unknown,
      notes: [...(notes.get(group) ?? []), ...reportNotes(workers.get(group) ?? [])],
      ...counts,
    };
  });
  if (json) printJson(groupsJson(rows));
  else if (rows.length === 0)
    printNote('There are no groups yet: add a policy with "npx headcount policy apply FILE".');
  else print(groupsTable(rows, Date.now()));
}

async function one(group: string, deployment: Deployment, { json }: StageOptions): Promise<void> {
  const [states, activities, observed] = await Promise.all([
    deployment.store.states.read([group]),
    deployment.store.activities.list(group, 1),
    // Worker health and tuned rules need an observation. Without it, the rest of the status is still useful.
    preview(group, deployment.evaluation).catch(() => null),
  ]);
  const state = states.get(group);
  if (!state) throw unknownGroup(group, deployment);
  const policy = (await activePolicies([state], deployment.evaluation)).get(group);
  const found = await foundWorkers(group, observed, deployment);
  const seen = observed?.decided?.seen.workers ?? null;
  const lastActivity = activities[0] ?? null;
  const { tunedRules = [], unavailable = {} } = observed ?? {};
  // The state stays useful if the provider cannot describe the group.
  const listed = found instanceof Error ? [] : found;
  const undescribed = found instanceof Error ? found.reason : null;
  const notes = [...(observed?.notes ?? []), ...reportNotes(listed)];
  if (json) {
    // The tuning itself is in the state's `tuned`.
    const tuning = tunedRules.map(({ rule, kind, foundAt, dueAt }) => ({ rule, kind, foundAt, dueAt }));
    printJson({
      ...stateDocument(state),
      ...(policy && { paused: policy.paused, dryRun: policy.dryRun }),
      unavailable,
      ...countsOf(undescribed ? null : listed),
      workers: undescribed ? null : listed.map(workerDocument),
      seen,
      tuning,
      lastActivity: lastActivity && activityDocument(lastActivity),
      notes: notes.map(reasonDocument),
      ...(undescribed && { error: reasonDocument(undescribed) }),
    });
  } else {
    const facts = groupStatus(state, { seen, policy, tunedRules, unavailable, notes }, activities[0], Date.now());
    print(undescribed ? facts : `${facts}\n\n${workersText(listed)}`);
  }
  if (undescribed) throw notDescribed(group, undescribed);
}

/** The observed workers, or those that the provider describes now; the error if it cannot describe the group. */
async function foundWorkers(
  group: string,
  observed: Preview | null,
  { evaluation }: Deployment,
): Promise<readonly ManagedWorker[] | ReasonedError> {
  if (observed !== null && observed.workers !== null) return observed.workers;
  try {
    return await workersOf(group, evaluation);
  } catch (error) {
    if (error instanceof ReasonedError) return error;
    throw error;
  }
}
