import { type Recommended, recommendations } from '../../../shared/operations/index.ts';
import {
  notDescribed,
  recommendationsTable,
  recommendedDocument,
  recommendedText,
  unknownGroup,
  unobservedIn,
} from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { groupArgument, NO_GROUPS, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { awsError } from '../../aws-errors.ts';
import { errors } from '../../errors/index.ts';
import { type TableOptions, viewOf, wideOption } from '../../options.ts';

/** A new command at each call, because subcommands are added to it. */
export const recommendCommand = () =>
  stageCommand('recommend')
    .addArgument(groupArgument('[group]'))
    .addOption(wideOption())
    .action((group: string | undefined, { json, ...options }: StageOptions & TableOptions) =>
      withDeployment(options, async (deployment) => {
        const { store, evaluation } = deployment;
        const all = await recommendations(group, { records: store.records, evaluation });
        if (group === undefined) {
          const explained = all.map((each) => explainedAs(each, deployment.table));
          if (json) printJson(explained.map(recommendedDocument));
          else if (all.length > 0) print(recommendationsTable(explained, viewOf(options)));
          else printNote(NO_GROUPS);
          return failIfUnobserved(explained);
        }
        const present = all[0]?.present ?? null;
        if (present instanceof Error) throw present;
        if (!present) throw unknownGroup(group, deployment);
        if (present.undescribed) throw notDescribed(group, present.undescribed);
        if (!present.decided) throw errors['no-active-policy']({ group });
        if (json) printJson(recommendedDocument({ group, present }));
        else print(recommendedText(present.decided.decision, viewOf(options)));
      }),
    );

/** With the error of a group as other commands explain it. */
export function explainedAs({ group, present }: Recommended, table: string): Recommended {
  return { group, present: present instanceof Error ? (awsError(present, table) ?? present) : present };
}

/** What is known of the others has been printed. */
export function failIfUnobserved(all: readonly Recommended[]): void {
  const groups = unobservedIn(all);
  if (groups.length > 0) throw errors['groups-unobserved']({ groups, of: all.length });
}
