import type { PolicyRecords } from '../../../shared/evaluation/index.ts';
import { type GroupDetails, groupDetails, knownGroups, stageStatus } from '../../../shared/operations/index.ts';
import {
  countsOf,
  type GroupRow,
  groupDocument,
  groupStatus,
  groupsJson,
  groupsTable,
  notDescribed,
  unknownGroup,
  workersText,
} from '../../../shared/presentation/index.ts';
import { printJson, printNote } from '../../../shared/terminal/index.ts';
import { groupArgument, NO_GROUPS, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { type TableOptions, viewOf, wideOption } from '../../options.ts';
import { printTexts as print } from '../../texts.ts';
import { everyOption, isLive, type Viewed, watch } from './watch.ts';

export const statusCommand = stageCommand('status')
  .addArgument(groupArgument('[group]'))
  .addOption(wideOption())
  .option('-w, --watch', 'keep the view up to date')
  .addOption(everyOption())
  .action((group: string | undefined, options: Options) =>
    withDeployment(options, (deployment) => showStatus(group, options, deployment)),
  );

interface Options extends StageOptions, TableOptions {
  readonly watch?: true;
  readonly every: number;
}

/** Shows one group or all: in a terminal again and again, if that is asked for. */
export async function showStatus(group: string | undefined, options: Options, deployment: Viewed): Promise<void> {
  if (options.watch && !options.json && isLive()) {
    const title = `headcount status ${group ?? ''}`.trimEnd();
    const records = knownGroups({ ...deployment.store, clock: Date.now });
    return watch(title, options.every, () => textOf(group, deployment, options, records));
  }
  return group === undefined ? all(deployment, options) : one(group, deployment, options);
}

async function all(deployment: Viewed, options: Options): Promise<void> {
  const rows = await rowsOf(deployment, deployment.store.records);
  if (options.json) printJson(groupsJson(rows, Date.now()));
  else if (rows.length === 0) printNote(NO_GROUPS);
  else print(groupsTable(rows, Date.now(), viewOf(options)));
}

const useOf = ({ evaluation, store: { evaluations } }: Viewed) => ({ evaluation, evaluations });

type Named = Pick<PolicyRecords, 'groups'>;

async function rowsOf(deployment: Viewed, records: Named): Promise<GroupRow[]> {
  const overview = await stageStatus({ records, ...useOf(deployment) });
  return overview.map((each) => ({ ...each, ...countsOf(each.workers, each.state) }));
}

async function one(group: string, deployment: Viewed, options: Options): Promise<void> {
  const details = await groupDetails(group, useOf(deployment));
  if (!details) throw unknownGroup(group, deployment);
  if (options.json) printJson(groupDocument(details));
  else print(detailsText(details, options));
  if (details.undescribed) throw notDescribed(group, details.undescribed);
}

function detailsText(details: GroupDetails, options: Options): string {
  const { at, state, policy, observed, workers, notes, lastActivity, rollout } = details;
  const { tunedRules = [], unavailable = {} } = observed ?? {};
  const { seen = null, decision } = observed?.decided ?? {};
  const view = viewOf(options);
  const about = { seen, policy, decision, tunedRules, unavailable, notes, rollout };
  const facts = groupStatus(state, about, lastActivity ?? undefined, at, view);
  return workers === null ? facts : `${facts}\n\n${workersText(workers, observed?.observedWorkers, view)}`;
}

/** What `--watch` shows. */
async function textOf(
  group: string | undefined,
  deployment: Viewed,
  options: Options,
  records: Named,
): Promise<string> {
  if (group === undefined) {
    const rows = await rowsOf(deployment, records);
    return rows.length === 0 ? NO_GROUPS : groupsTable(rows, Date.now(), viewOf(options));
  }
  const details = await groupDetails(group, useOf(deployment));
  if (!details) throw unknownGroup(group, deployment);
  return detailsText(details, options);
}
