import { InvalidArgumentError, Option } from 'commander';
import type { PolicyRecords } from '../../../shared/evaluation/index.ts';
import { groupsAtWork, knownGroups } from '../../../shared/operations/index.ts';
import {
  SORTS,
  type Sort,
  sortedRows,
  type TopRow,
  topDocument,
  topRow,
  topTable,
} from '../../../shared/presentation/index.ts';
import { print, printJson, printNote, runLive, standardOutput } from '../../../shared/terminal/index.ts';
import { type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { type TableOptions, viewOf, wideOption } from '../../options.ts';
import { TopScreen } from './top-screen.ts';
import { everyOption, isLive, type Viewed } from './watch.ts';

interface Options extends StageOptions, TableOptions {
  readonly sort: Sort;
  readonly filter?: string;
  readonly price?: number;
  readonly every: number;
}

export const topCommand = stageCommand('top')
  .addOption(wideOption())
  .addOption(new Option('--sort <column>', 'the order of the groups').choices(SORTS).default('group'))
  .option('--filter <text>', 'only groups whose name contains this text')
  .addOption(
    new Option('--price <dollars>', 'the price of a worker per hour, for the dollar columns').argParser(priceOf),
  )
  .addOption(everyOption())
  .addHelpText(
    'after',
    `
WASTE: workers beyond what the rules ask for.
Keys: s sort, / filter, up and down choose a group, e or Enter explain it, q leave.
In a pipe, the table is printed once.`,
  )
  .action((options: Options) => withDeployment(options, (deployment) => showTop(options, deployment)));

/** Shows all groups: in a terminal until a person leaves, in a pipe once. */
export async function showTop(options: Options, deployment: Viewed): Promise<void> {
  if (options.json || !isLive()) return once(deployment, options);
  const screen = new TopScreen(options, deployment, viewOf(options));
  const known = knownGroups({ ...deployment.store, clock: Date.now });
  await runLive({
    everySeconds: options.every,
    load: () => rowsOf(deployment, options, known),
    draw: (rows, error, size) => screen.draw(rows, error, size),
    isTyping: () => screen.isTyping,
    press: (key, rows) => screen.press(key, rows ?? []),
  });
}

async function once(deployment: Viewed, options: Options): Promise<void> {
  const { sort, filter = '' } = options;
  const rows = sortedRows(await rowsOf(deployment, options), sort).filter(({ group }) => group.includes(filter));
  if (options.json) printJson(rows.map(topDocument));
  else if (rows.length === 0) printNote('There are no such groups.');
  else print(topTable(rows, Date.now(), standardOutput({ isWide: options.output === 'wide' })));
}

async function rowsOf(
  { store, evaluation }: Viewed,
  { price = null }: { readonly price?: number | null },
  records: Pick<PolicyRecords, 'groups'> = store.records,
): Promise<TopRow[]> {
  const groups = await groupsAtWork({ records, evaluation, evaluations: store.evaluations });
  return groups.map((each) => topRow(each, price, evaluation.clock()));
}

function priceOf(written: string): number {
  const price = Number(written);
  if (written.trim() !== '' && price > 0 && price < 1e6) return price;
  throw new InvalidArgumentError('It must be a number of dollars above 0, such as 0.0725.');
}
