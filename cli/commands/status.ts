import { groupDetails, stageStatus } from '../../shared/operations/index.ts';
import {
  countsOf,
  groupDocument,
  groupStatus,
  groupsJson,
  groupsTable,
  notDescribed,
  unknownGroup,
  workersText,
} from '../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../shared/terminal/index.ts';
import { type Deployment, groupArgument, type StageOptions, stageCommand, withDeployment } from '../aws.ts';

export const statusCommand = stageCommand('status')
  .addArgument(groupArgument('[group]'))
  .action((group: string | undefined, options: StageOptions) =>
    withDeployment(options, (deployment) =>
      group === undefined ? all(deployment, options) : one(group, deployment, options),
    ),
  );

async function all({ store: { records }, evaluation }: Deployment, { json }: StageOptions): Promise<void> {
  const overview = await stageStatus({ records, evaluation });
  const rows = overview.map((each) => ({ ...each, ...countsOf(each.workers) }));
  if (json) printJson(groupsJson(rows));
  else if (rows.length === 0)
    printNote('There are no groups yet: add a policy with "npx headcount policy apply FILE".');
  else print(groupsTable(rows, Date.now()));
}

async function one(group: string, deployment: Deployment, { json }: StageOptions): Promise<void> {
  const details = await groupDetails(group, deployment);
  if (!details) throw unknownGroup(group, deployment);
  const { at, state, policy, observed, workers, undescribed, notes, lastActivity } = details;
  if (json) {
    printJson(groupDocument(details));
  } else {
    const { tunedRules = [], unavailable = {} } = observed ?? {};
    const seen = observed?.decided?.seen.workers ?? null;
    const facts = groupStatus(state, { seen, policy, tunedRules, unavailable, notes }, lastActivity ?? undefined, at);
    print(workers === null ? facts : `${facts}\n\n${workersText(workers)}`);
  }
  if (undescribed) throw notDescribed(group, undescribed);
}
