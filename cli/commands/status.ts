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
import { type TableOptions, viewOf, wideOption } from '../options.ts';

export const statusCommand = stageCommand('status')
  .addArgument(groupArgument('[group]'))
  .addOption(wideOption())
  .action((group: string | undefined, options: Options) =>
    withDeployment(options, (deployment) =>
      group === undefined ? all(deployment, options) : one(group, deployment, options),
    ),
  );

interface Options extends StageOptions, TableOptions {}

async function all({ store: { records }, evaluation }: Deployment, { json, ...options }: Options): Promise<void> {
  const overview = await stageStatus({ records, evaluation });
  const rows = overview.map((each) => ({ ...each, ...countsOf(each.workers) }));
  if (json) printJson(groupsJson(rows, Date.now()));
  else if (rows.length === 0)
    printNote('There are no groups yet: add a policy with "npx headcount policy apply FILE".');
  else print(groupsTable(rows, Date.now(), viewOf(options)));
}

async function one(group: string, deployment: Deployment, { json, ...options }: Options): Promise<void> {
  const details = await groupDetails(group, deployment);
  if (!details) throw unknownGroup(group, deployment);
  const { at, state, policy, observed, workers, undescribed, notes, lastActivity } = details;
  if (json) {
    printJson(groupDocument(details));
  } else {
    const { tunedRules = [], unavailable = {} } = observed ?? {};
    const seen = observed?.decided?.seen.workers ?? null;
    const view = viewOf(options);
    const about = { seen, policy, tunedRules, unavailable, notes };
    const facts = groupStatus(state, about, lastActivity ?? undefined, at, view);
    print(workers === null ? facts : `${facts}\n\n${workersText(workers, observed?.observedWorkers, view)}`);
  }
  if (undescribed) throw notDescribed(group, undescribed);
}
