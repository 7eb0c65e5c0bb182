import { faultsText, policyStatusDocument, table, timeText } from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { type TableOptions, viewOf, wideOption } from '../../options.ts';

export const listCommand = stageCommand('list')
  .addOption(wideOption())
  .action((options: StageOptions & TableOptions) =>
    withDeployment(options, async ({ store: { records } }) => {
      const groups = (await records.groups()).toSorted();
      const rows = await Promise.all(groups.map(async (group) => ({ group, ...(await records.status(group)) })));
      if (options.json) {
        printJson(rows.map(policyStatusDocument));
      } else if (rows.length === 0)
        printNote('There are no policies yet: add one with "npx headcount policy apply FILE".');
      else {
        print(
          table(
            ['GROUP', 'VERSION', { name: 'ACCEPTED (UTC)', rank: 1 }, { name: 'BY', rank: 2 }, 'BECAUSE', 'FAULTS'],
            rows.map(({ group, inForce, newest, errors }) => [
              group,
              inForce,
              timeText(newest?.at ?? null),
              newest?.by ?? null,
              newest?.because ?? null,
              { text: faultsText({ errors }), tone: 'trouble' },
            ]),
            viewOf(options),
          ),
        );
      }
    }),
  );
