import { recommendations } from '../../../shared/operations/index.ts';
import {
  notDescribed,
  recommendationsTable,
  recommendedDocument,
  recommendedText,
  unknownGroup,
} from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { groupArgument, NO_GROUPS, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
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
          if (json) return printJson(all.map(recommendedDocument));
          if (all.length > 0) return print(recommendationsTable(all, viewOf(options)));
          return printNote(NO_GROUPS);
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
