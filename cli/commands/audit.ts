import { Option } from 'commander';
import { type AuditEntry, type AuditTrail, auditPage, MOST_AUDIT_ENTRIES } from '../../shared/operations/index.ts';
import { auditDocument, auditTable, momentAt, unknownGroup } from '../../shared/presentation/index.ts';
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
        now,
        limit,
        stage: options.stage,
        ...(group === undefined ? {} : { group }),
        ...(last === undefined ? {} : { from: now - last * 1000 }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      const isEmpty = page.entries.length === 0;
      // A group that was deleted has entries, perhaps only older ones.
      const older =
        isEmpty && group !== undefined && last !== undefined ? await newestOf(group, now, audit) : undefined;
      if (isEmpty && group !== undefined && !older && !(await states.read([group])).has(group)) {
        throw unknownGroup(group, deployment);
      }
      if (options.json) return printJson({ entries: page.entries.map(auditDocument), cursor: page.cursor });
      if (isEmpty) printNote(older ? olderNote(older) : 'There are no entries.');
      else print(auditTable(page.entries, viewOf(options)));
      if (page.cursor !== null) printNote(`There are more: add --cursor ${page.cursor}`);
    }),
  );

/** The newest entry of a group, however old. */
const newestOf = async (group: string, now: number, audit: AuditTrail): Promise<AuditEntry | undefined> =>
  (await auditPage(audit, { group, now, limit: 1 })).entries[0];

const olderNote = ({ at }: AuditEntry): string =>
  `There are no entries in this time. The newest entry is from ${momentAt(at)}. To see it, leave out --last or choose a longer time.`;
