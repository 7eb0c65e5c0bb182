import { type Command, InvalidArgumentError, Option } from 'commander';
import { backtest } from '../../shared/backtest/backtest.ts';
import { backtestJson } from '../../shared/backtest/json.ts';
import { type BacktestOptions, query } from '../../shared/backtest/setting.ts';
import { MOST_DAYS } from '../../shared/backtest/span.ts';
import { backtestText } from '../../shared/backtest/text.ts';
import { GROUP_NAME } from '../../shared/policy/index.ts';
import { type Deployment, type StageOptions, stageCommand, withDeployment } from '../aws.ts';
import { invalid } from '../failure.ts';
import { print, printJson, tell } from '../output.ts';

const LEAST_DAYS = 0.05;

interface Options extends BacktestOptions, StageOptions {
  readonly printQuery?: boolean;
}

export const backtestCommand: Command = stageCommand('backtest')
  .description('replay policies on what CloudWatch recorded of a group, and say what would have been different')
  .option('--group <group>', 'the group whose policy in force is replayed, and whose workers were recorded', groupOf)
  .option('--days <number>', `so many of the last days, at most ${MOST_DAYS} (default: 14; of a file all)`, daysOf)
  .option('--policy <file>', 'a new policy to replay beside it, YAML or JSON')
  .option(
    '--from <file>',
    'what "aws cloudwatch get-metric-data" printed, instead of asking CloudWatch; - is standard input',
  )
  .option('--world <file>', 'what a worker is, as far as the policy does not tell: "headcount world init" writes one')
  .option('--html <file>', 'write a page: workers, decisions, shortage and cost over time, for a browser')
  .addOption(
    new Option(
      '--print-query',
      'print what "aws cloudwatch get-metric-data --cli-input-json" takes to make a --from FILE',
    ).conflicts(['from', 'html']),
  )
  .action(async (options: Options) => {
    checkUsage(options);
    if (options.group === undefined) return act(options, null);
    await withDeployment(options, (deployment) => act(options, deployment));
  });

async function act(options: Options, deployment: Deployment | null): Promise<void> {
  if (options.printQuery) return printJson(await query(options, deployment));
  const result = await backtest(options, deployment);
  if (options.json) printJson(backtestJson(result));
  else print(backtestText(result));
  if (options.html !== undefined && !options.json) tell(`The page is in ${options.html}.`);
}

function checkUsage({ group, policy, from, world, printQuery }: Options): void {
  if (group === undefined && policy === undefined) {
    throw invalid('backtest needs --group GROUP, or --from FILE and --policy FILE.');
  }
  if (group === undefined && from === undefined && !printQuery) {
    throw invalid(
      'backtest needs --group GROUP, whose workers were recorded, or --from FILE: --print-query shows how to make one.',
    );
  }
  const read = [policy, from, world].filter((path) => path === '-');
  if (read.length > 1) throw invalid('Only one of --policy, --from and --world can be read from standard input.');
}

function groupOf(written: string): string {
  if (GROUP_NAME.test(written)) return written;
  throw new InvalidArgumentError('A group has at most 63 lower-case letters, digits and hyphens, a letter first.');
}

function daysOf(written: string): number {
  const days = Number(written);
  if (written.trim() !== '' && days >= LEAST_DAYS && days <= MOST_DAYS) return days;
  const why = `CloudWatch keeps minutes for 15 days and five minutes for ${MOST_DAYS}; of more it knows hours only.`;
  throw new InvalidArgumentError(`It must be a number from ${LEAST_DAYS} to ${MOST_DAYS}: ${why}`);
}
