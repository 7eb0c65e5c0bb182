import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type Backtest,
  type BacktestDeployment,
  type BacktestRequest,
  backtestJson,
  backtestText,
  MAX_DAYS,
  metricQuery,
  type NamedDocument,
  prepareBacktest,
} from '../../../shared/backtest/index.ts';
import { invalid } from '../../../shared/model/index.ts';
import { GROUP_NAME } from '../../../shared/policy/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { DEFAULT_STAGE, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { nameOf, readDocument, readText } from '../../files/documents.ts';
import { needsFileNames, type OutputOptions, Outputs } from '../../files/outputs.ts';
import { readPolicy } from '../../files/stages.ts';

const MIN_DAYS = 0.05;

interface Options extends StageOptions, OutputOptions {
  readonly group?: string;
  readonly days?: number;
  readonly policy?: string;
  readonly from?: string;
  readonly world?: string;
  readonly printQuery?: boolean;
}

export const backtestCommand: Command = stageCommand('backtest')
  .option('--group <group>', 'replay the active policy version of this group, on its recorded workers', groupOf)
  .option('--days <number>', `replay the last days, at most ${MAX_DAYS} (default: 14; with --from: all)`, daysOf)
  .option('--policy <file>', 'a new policy to compare, YAML or JSON')
  .option(
    '--from <file>',
    'read the output of "aws cloudwatch get-metric-data" instead of calling CloudWatch; - is standard input',
  )
  .option('--world <file>', 'the scenario, for what the policy does not say; "headcount world init" writes one')
  .option('--html <file>', 'write a page for a browser: workers, decisions, shortage and cost over time')
  .addOption(
    new Option(
      '--print-query',
      'print the input for "aws cloudwatch get-metric-data --cli-input-json" that fetches a file for --from',
    ).conflicts(['from', 'html']),
  )
  .action(async (options: Options) => {
    checkUsage(options);
    if (options.group === undefined) return run(options, null);
    await withDeployment(options, (deployment) => run(options, deployment));
  });

async function run(options: Options, deployment: BacktestDeployment | null): Promise<void> {
  if (options.printQuery) return printJson(await metricQuery(await requestOf(options), deployment));
  const result = await backtest(options, deployment);
  if (options.json) printJson(backtestJson(result));
  else print(backtestText(result));
  if (options.html !== undefined && !options.json) printNote(`The page is in ${options.html}.`);
}

/** `stage`: whose changes in the policy file apply. */
type BacktestOptions = Omit<Options, 'stage'> & { readonly stage?: string };

/** Runs a backtest and writes the page, when one was asked for. */
export async function backtest(options: BacktestOptions, deployment: BacktestDeployment | null): Promise<Backtest> {
  needsFileNames(options, [options.policy, options.from, options.world]);
  const prepared = await prepareBacktest(await requestOf(options), deployment);
  const figures = await new Outputs(options, prepared).during(prepared.played, prepared.pageText);
  return prepared.result(figures);
}

async function requestOf({
  group,
  days,
  policy,
  from,
  world,
  stage = DEFAULT_STAGE,
}: BacktestOptions): Promise<BacktestRequest> {
  return {
    ...{ group, days },
    scenario: await namedDocument(world),
    policy: policy === undefined ? undefined : { name: nameOf(policy), document: await readPolicy(policy, stage) },
    from: from === undefined ? undefined : { name: nameOf(from), text: await readText(from) },
  };
}

const namedDocument = async (path: string | undefined): Promise<NamedDocument | undefined> =>
  path === undefined ? undefined : { name: nameOf(path), document: await readDocument(path) };

function checkUsage({ group, policy, from, world, printQuery }: Options): void {
  if (group === undefined && policy === undefined) {
    throw invalid('backtest needs --group GROUP, or --from FILE and --policy FILE.');
  }
  if (group === undefined && from === undefined && !printQuery) {
    throw invalid(
      'backtest needs --group GROUP, whose workers were recorded, or --from FILE. --print-query helps you to make such a file.',
    );
  }
  const read = [policy, from, world].filter((path) => path === '-');
  if (read.length > 1) throw invalid('Only one of --policy, --from and --world can be read from standard input.');
}

function groupOf(written: string): string {
  if (GROUP_NAME.test(written)) return written;
  throw new InvalidArgumentError(
    'A group name has at most 63 lower-case letters, digits and hyphens, and starts with a letter.',
  );
}

function daysOf(written: string): number {
  const days = Number(written);
  if (written.trim() !== '' && days >= MIN_DAYS && days <= MAX_DAYS) return days;
  const why = `CloudWatch keeps one-minute datapoints for 15 days, five-minute datapoints for ${MAX_DAYS} days, and after that only hourly ones.`;
  throw new InvalidArgumentError(`It must be a number from ${MIN_DAYS} to ${MAX_DAYS}. ${why}`);
}
