import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type Backtest,
  type BacktestDeployment,
  type BacktestRequest,
  backtestJson,
  backtestMarkdown,
  backtestText,
  CONDITION_HELP,
  type Condition,
  conditionOf,
  MAX_DAYS,
  metricQuery,
  type NamedDocument,
  type Outcome,
  outcomeOf,
  prepareBacktest,
  Sketch,
} from '../../../shared/backtest/index.ts';
import { policyChanges } from '../../../shared/operations/index.ts';
import { GROUP_NAME } from '../../../shared/policy/index.ts';
import { changeLine } from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { DEFAULT_STAGE, groupOf, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { errors, wrongUsage } from '../../errors/index.ts';
import { nameOf, readDocument, readText } from '../../files/documents.ts';
import { needsFileNames, type OutputOptions, Outputs } from '../../files/outputs.ts';
import { priceHistory, pricesOption } from '../../files/price-history.ts';
import { readPolicy } from '../../files/stages.ts';

const MIN_DAYS = 0.05;

interface Options extends StageOptions, OutputOptions {
  readonly group?: string;
  readonly days?: number;
  readonly policy?: string;
  readonly from?: string;
  readonly world?: string;
  readonly prices?: string;
  readonly against?: string;
  readonly markdown?: boolean;
  readonly failIf?: readonly Condition[];
  readonly printQuery?: boolean;
}

export const backtestCommand: Command = stageCommand('backtest')
  .option('--group <group>', 'replay the active policy version of this group, on its recorded workers', groupOf)
  .option('--days <number>', `replay the last days, at most ${MAX_DAYS} (default: 14; with --from: all)`, daysOf)
  .option('--policy <file>', 'a new policy to compare, YAML or JSON; without --from, of the group that it names')
  .option('--against <file>', 'compare with this policy, instead of the active version')
  .option(
    '--from <file>',
    'read the output of "aws cloudwatch get-metric-data" instead of calling CloudWatch; - is standard input',
  )
  .option('--world <file>', 'the scenario, for what the policy does not say; "npx headcount world init" writes one')
  .addOption(pricesOption())
  .option('--html <file>', 'write a page for a browser: workers, decisions, shortage and cost over time')
  .addOption(new Option('--markdown', 'print a report for a comment on a pull request').conflicts('json'))
  .addOption(
    new Option(
      '--fail-if <condition>',
      "exit with 1 if it holds for the new policy: 'cost > +10%'; repeatable",
    ).argParser(failIf),
  )
  .addOption(
    new Option(
      '--print-query',
      'print the input for "aws cloudwatch get-metric-data --cli-input-json" that fetches a file for --from',
    ).conflicts(['from', 'html', 'markdown', 'failIf']),
  )
  .addHelpText(
    'after',
    `
Conditions of --fail-if, on the new policy:
  'cost > +10%'         costs more than 110 % of what the active policy costs
  'cost > 500'          costs more than $500 a month
  'shortage > 1%'       more than 1 % is lost, or late in a queue
  'shortage > +0.5%'    half a percentage point more than with the active policy
  'activities > +20'    20 more than with the active policy; also launches
Comparisons: > >= < <=. Quote a condition: > redirects in a shell.`,
  )
  .action(async (written: Options) => {
    const options = await withGroup(written);
    checkUsage(options);
    if (options.group === undefined) return run(options, null);
    await withDeployment(options, (deployment) => run(options, deployment));
  });

async function run(options: Options, deployment: BacktestDeployment | null): Promise<void> {
  if (options.printQuery) return printJson(await metricQuery(await requestOf(options), deployment));
  const sketch = new Sketch();
  const result = await backtest(options, deployment, sketch);
  const outcomes = (options.failIf ?? []).map((condition) => outcomeOf(condition, result));
  if (options.json)
    printJson({ ...backtestJson(result), ...(options.failIf && { failIf: outcomes.map(outcomeDocument) }) });
  else if (options.markdown) print(backtestMarkdown(result, { sketch, changes: changesOf(result), outcomes }));
  else print(backtestText(result));
  if (options.html !== undefined && !options.json) printNote(`The page is in ${options.html}.`);
  const failed = outcomes.filter(({ result: of }) => of !== 'kept');
  if (failed.length === 0) return;
  throw errors['backtest-failed']({
    conditions: failed.map(({ condition, because }) => `${condition.text}: ${because}`),
  });
}

/** Without a recording, a policy is replayed on what was recorded of its own group. */
async function withGroup(options: Options): Promise<Options> {
  const { group, policy, from, printQuery, stage } = options;
  if (group !== undefined || policy === undefined || policy === '-' || from !== undefined || printQuery) return options;
  const named = (Object(await readPolicy(policy, stage)) as { group?: unknown }).group;
  return typeof named === 'string' && GROUP_NAME.test(named) ? { ...options, group: named } : options;
}

function failIf(written: string, before: readonly Condition[] = []): Condition[] {
  const condition = conditionOf(written);
  if (condition) return [...before, condition];
  throw new InvalidArgumentError(CONDITION_HELP);
}

const outcomeDocument = ({ condition, result, because }: Outcome) => ({ condition: condition.text, result, because });

function changesOf({ candidates }: Backtest): string[] {
  const [today, fresh] = (['today', 'new'] as const).map((name) => candidates.find((each) => each.name === name));
  return today && fresh ? policyChanges(today.policy, fresh.policy).map(changeLine) : [];
}

/** `stage`: whose changes in the policy file apply. */
type BacktestOptions = Omit<Options, 'stage'> & { readonly stage?: string };

/** Runs a backtest and writes the page, when one was asked for. */
export async function backtest(
  options: BacktestOptions,
  deployment: BacktestDeployment | null,
  sketch = new Sketch(),
): Promise<Backtest> {
  needsFileNames(options, [options.policy, options.against, options.from, options.world, options.prices]);
  const prepared = await prepareBacktest(await requestOf(options), deployment);
  const figures = await new Outputs(options, prepared).during(
    (sinkOf) => prepared.played((name) => sketch.beside(name, sinkOf(name))),
    prepared.pageText,
  );
  return prepared.result(figures);
}

async function requestOf({
  group,
  days,
  policy,
  against,
  from,
  world,
  prices,
  stage = DEFAULT_STAGE,
}: BacktestOptions): Promise<BacktestRequest> {
  return {
    group,
    days,
    scenario: await namedDocument(world),
    prices: await priceHistory(prices),
    policy: await namedPolicy(policy, stage),
    against: await namedPolicy(against, stage),
    from: from === undefined ? undefined : { name: nameOf(from), text: await readText(from) },
  };
}

const namedDocument = async (path: string | undefined): Promise<NamedDocument | undefined> =>
  path === undefined ? undefined : { name: nameOf(path), document: await readDocument(path) };

const namedPolicy = async (path: string | undefined, stage: string): Promise<NamedDocument | undefined> =>
  path === undefined ? undefined : { name: nameOf(path), document: await readPolicy(path, stage) };

function checkUsage({ group, policy, against, from, world, printQuery }: Options): void {
  if (group === undefined && policy === undefined) {
    throw wrongUsage('backtest needs --group GROUP, or --from FILE and --policy FILE.');
  }
  if (group === undefined && from === undefined && !printQuery) {
    throw wrongUsage(
      'backtest needs --group GROUP, whose workers were recorded, or --from FILE. --print-query helps you to make such a file.',
    );
  }
  const read = [policy, against, from, world].filter((path) => path === '-');
  if (read.length > 1)
    throw wrongUsage('Only one of --policy, --against, --from and --world can be read from standard input.');
}

function daysOf(written: string): number {
  const days = Number(written);
  if (written.trim() !== '' && days >= MIN_DAYS && days <= MAX_DAYS) return days;
  const why = `CloudWatch keeps one-minute datapoints for 15 days, five-minute datapoints for ${MAX_DAYS} days, and after that only hourly ones.`;
  throw new InvalidArgumentError(`It must be a number from ${MIN_DAYS} to ${MAX_DAYS}. ${why}`);
}
