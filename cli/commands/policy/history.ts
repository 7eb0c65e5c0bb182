import { Option } from 'commander';
import { MOST_VERSIONS, policyHistory } from '../../../shared/operations/index.ts';
import { historyDocument, historyText } from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { limitOf, type TableOptions, viewOf, wideOption } from '../../options.ts';

interface Options extends StageOptions, TableOptions {
  readonly limit: number;
  readonly cursor?: string;
}

export const historyCommand = stageCommand('history')
  .addArgument(groupArgument('<group>'))
  .addOption(wideOption())
  .addOption(new Option('--limit <n>', 'the maximum number of versions').argParser(limitOf(MOST_VERSIONS)).default(20))
  .option('--cursor <text>', 'continue after the page that returned this cursor')
  .action((group: string, { limit, cursor, ...options }: Options) =>
    withDeployment(options, async ({ store }) => {
      const page = { limit, stage: options.stage, ...(cursor === undefined ? {} : { cursor }) };
      const history = await policyHistory(group, page, store);
      if (options.json) return printJson(historyDocument(history));
      if (history.versions.length === 0) printNote(`${group} has no accepted version yet.`);
      else print(historyText(history, viewOf(options)));
      if (history.active === null) printNote(`${group} has no active version.`);
      if (history.cursor !== null) printNote(`There are more: add --cursor ${history.cursor}`);
    }),
  );
