import { Option } from 'commander';
import { counted } from '../../../shared/model/index.ts';
import { pastReport } from '../../../shared/operations/index.ts';
import { caseDocument, unknownGroup } from '../../../shared/presentation/index.ts';
import { printJson, printNote } from '../../../shared/terminal/index.ts';
import { type Deployment, groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { wrongUsage } from '../../errors/index.ts';
import { WholeFile } from '../../files/whole-file.ts';
import { limitOf } from '../../options.ts';

const MOST_DAYS = 400;
const DAY_MS = 86_400_000;

interface Options extends StageOptions {
  readonly days: number;
  readonly html?: string;
  readonly cases?: string;
}

export const reportCommand = stageCommand('report')
  .addArgument(groupArgument('[group]'))
  .addOption(new Option('--days <n>', 'how many days').argParser(limitOf(MOST_DAYS)).default(7))
  .option('--html <file>', 'write a page: metrics, workers, decisions, activities')
  .option('--cases <file>', 'write the recorded cases of a group as lines of JSON, for "decide --cases"')
  .action(async (group: string | undefined, options: Options) => {
    const { html, cases } = options;
    if (html === undefined && cases === undefined) throw wrongUsage('report needs --html FILE or --cases FILE.');
    if (cases !== undefined && group === undefined) throw wrongUsage('report --cases needs a group.');
    if (html !== undefined && html === cases) throw wrongUsage('--html and --cases name the same file.');
    await withDeployment(options, async (deployment) => {
      const to = Date.now();
      const span = { from: to - options.days * DAY_MS, to };
      const groups = await groupsOf(group, deployment);
      if (html !== undefined) await writePage(html, groups, span, deployment, options);
      const count =
        cases !== undefined && group !== undefined ? await writeCases(cases, group, span, deployment, options) : 0;
      if (!options.json) return;
      const [from, until] = [span.from, span.to].map((at) => new Date(at).toISOString());
      const written = { html: html ?? null, cases: cases === undefined ? null : { file: cases, count } };
      printJson({ groups, from, to: until, ...written });
    });
  });

interface Span {
  readonly from: number;
  readonly to: number;
}

async function groupsOf(group: string | undefined, deployment: Deployment): Promise<string[]> {
  const { store } = deployment;
  if (group === undefined) return (await store.records.groups()).toSorted();
  if (!(await store.states.read([group])).has(group)) throw unknownGroup(group, deployment);
  return [group];
}

async function writePage(
  html: string,
  groups: readonly string[],
  span: Span,
  { store }: Deployment,
  { stage, json }: Options,
): Promise<void> {
  const { pastPageOf } = await import('../../../shared/report-page/index.ts');
  const file = new WholeFile(html);
  const report = await pastReport(groups, span, store);
  file.write(pastPageOf(report, { stage }));
  file.keep();
  if (!json) printNote(`Wrote ${html}.`);
}

/** Writes the recorded cases of a group, and returns their number. */
async function writeCases(
  name: string,
  group: string,
  { from, to }: Span,
  { store }: Deployment,
  { json }: Options,
): Promise<number> {
  const file = new WholeFile(name);
  const cases = await store.evaluations.cases(group, from, to);
  file.write(cases.map((each) => `${JSON.stringify(caseDocument(each))}\n`).join(''));
  file.keep();
  const { length } = cases;
  const why = length === 0 ? ' Its policy must ask for them: history: { detail: full }.' : '';
  if (!json) printNote(`Wrote ${counted(length, 'case')} to ${name}.${why}`);
  return length;
}
