import { isDeepStrictEqual } from 'node:util';
import { Option } from 'commander';
import { stringify } from 'yaml';
import { inOrder, knownPolicy, knownVersion } from '../../../shared/operations/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { versionOf } from '../../options.ts';

interface Options extends StageOptions {
  readonly version?: number;
}

export const getCommand = stageCommand('get')
  .addArgument(groupArgument('<group>'))
  .addOption(new Option('--version <n>', 'this version; by default the active one').argParser(versionOf))
  .action((group: string, { version, ...options }: Options) =>
    withDeployment(options, async ({ store }) => {
      const { item, newest, inForce } = await knownPolicy(group, store);
      const wanted = version ?? inForce;
      const found = wanted === null ? null : await knownVersion(group, wanted, newest, store);
      const document = inOrder(found ? found.document : (item ?? newest)?.document);
      if (options.json) printJson(document);
      else print(stringify(document, { lineWidth: 100 }).trimEnd());
      if (version !== undefined) return;
      if (inForce === null) printNote(`${group} has no active version; this is the document that was written last.`);
      else if (item && !isDeepStrictEqual(item.document, found?.document)) {
        printNote(`${group}: the document that was written last is not active: see "npx headcount policy list".`);
      }
    }),
  );
