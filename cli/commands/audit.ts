import { Option } from 'commander';
import { auditPage, MOST_AUDIT_ENTRIES } from '../../shared/operations/index.ts';
import { auditDocument, auditTable, unknownGroup } from '../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../shared/terminal/index.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../aws.ts';
import { durationOf, limitOf, type TableOptions, viewOf, wideOption } from '../options.ts';

interface Options extends StageOptions, TableOptions {
  readonly last?: number;
  readonly limit: number;
  readonly cursor?: string;
}

export const auditCommand = stageCommand('audit')
  .addArgument(groupArgument('[group]'))
  .addOption(wideOption())
  .addOption(new Option('--last <duration>', 'how far back: 12h, 7d').argParser(durationOf))
  .addOption(
    new Option('--limit <n>', 'the maximum number of entries').argParser(limitOf(MOST_AUDIT_ENTRIES)).default(20),
  )
  .option('--cursor <text>', 'continue after the page that returned this cursor')
  .action((group: string | undefined, { last, limit, cursor, ...options }: Options) =>
    withDeployment(options, async (deployment) => {
      const { audit, states } = deployment.store;
      const now = Date.now();
      const page = await auditPage(audit, {
        ...{ now, limit, stage: options.stage },
        ...(group === undefined ? {} : { group }),
        ...(last === undefined ? {} : { from: now - last * 1000 }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      // A group that was deleted has entries.
      if (group !== undefined && page.entries.length === 0 && !(await states.read([group])).has(group)) {
        throw unknownGroup(group, deployment);
      }
      if (options.json) return printJson({ entries: page.entries.map(auditDocument), cursor: page.cursor });
      if (page.entries.length === 0) printNote('There are no entries.');
      else print(auditTable(page.entries, viewOf(options)));
      if (page.cursor !== null) printNote(`There are more: add --cursor ${page.cursor}`);
    }),
  );
