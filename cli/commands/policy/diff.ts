import { InvalidArgumentError } from 'commander';
import { comparedVersions, comparedWithTable, type PolicyComparison } from '../../../shared/operations/index.ts';
import { comparisonDocument, comparisonText } from '../../../shared/presentation/index.ts';
import { EXIT, print, printJson } from '../../../shared/terminal/index.ts';
import { groupOf, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { wrongUsage } from '../../errors/index.ts';
import { accepted, checkedPolicies } from '../../files/checked-policies.ts';
import { versionOf } from '../../options.ts';

interface Options extends StageOptions {
  readonly exitCode?: boolean;
}

export const diffCommand = stageCommand('diff')
  .argument(
    '<group or files...>',
    'GROUP [A [B]], or files: a name with a full stop or a slash is a file; - is standard input',
  )
  .option('--exit-code', 'exit with 1 if there are differences')
  .addHelpText(
    'after',
    `
  npx headcount policy diff ci            the version before the active one, and the active one
  npx headcount policy diff ci 3          version 3, and the active one
  npx headcount policy diff ci 3 5        versions 3 and 5
  npx headcount policy diff ci.yaml       what applying the file would change

Each difference has its effect. Values that mean the same, such as 5m and 300, are not a difference.`,
  )
  .action(async ([first = '', ...others]: string[], options: Options) => {
    const compared = isFile(first)
      ? await comparedFiles([first, ...others], options)
      : [{ file: null, ...(await comparedGroup(first, others, options)) }];
    if (options.json) printJson(compared.map(({ file, ...comparison }) => comparisonDocument(comparison, file)));
    else print(compared.map(({ file, ...comparison }) => comparisonText(comparison, file ?? '')).join('\n'));
    const differ = compared.some(({ from, changes }) => from === null || changes.length > 0);
    if (differ && options.exitCode) process.exitCode = EXIT.failed;
  });

type Compared = PolicyComparison & { readonly file: string | null };

/** The name of a group has neither a full stop nor a slash. */
const isFile = (name: string): boolean => name === '-' || /[./\\]/.test(name);

async function comparedFiles(files: readonly string[], options: Options): Promise<Compared[]> {
  const checked = await checkedPolicies(files, { stage: options.stage });
  const documents = accepted(checked);
  return withDeployment(options, async ({ store }) => {
    const compared: Compared[] = [];
    for (const [index, document] of documents.entries()) {
      compared.push({ ...(await comparedWithTable(document, store)), file: checked[index]?.file ?? null });
    }
    return compared;
  });
}

async function comparedGroup(
  written: string,
  versions: readonly string[],
  options: Options,
): Promise<PolicyComparison> {
  if (versions.length > 2) throw wrongUsage('policy diff compares at most two versions: GROUP A B.');
  const group = argument(written, groupOf, ` A file is named with a full stop or a slash: ./${written}`);
  const [from, to] = versions.map((version) => argument(version, versionOf));
  const wanted = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return withDeployment(options, ({ store }) => comparedVersions(group, wanted, store));
}

/** Reads an argument whose place decides what it is. */
function argument<T>(written: string, read: (written: string) => T, hint = ''): T {
  try {
    return read(written);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw wrongUsage(`'${written}': ${error.message}${hint}`, error);
    throw error;
  }
}
