import { InvalidArgumentError, Option } from 'commander';
import { type GroupCost, groupCosts } from '../../../shared/operations/index.ts';
import { costDocument, costsText, costText, unknownGroup } from '../../../shared/presentation/index.ts';
import { HOUR_MS } from '../../../shared/prices/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { type TableOptions, viewOf, wideOption } from '../../options.ts';

const DAY_MS = 24 * HOUR_MS;
const MOST_DAYS = 400;
const USUAL_COLUMNS = 80;

interface Options extends StageOptions, TableOptions {
  readonly days: number;
}

export const costCommand = stageCommand('cost')
  .addArgument(groupArgument('[group]'))
  .addOption(new Option('--days <days>', 'how many days back, at most 400').argParser(daysOf).default(7))
  .addOption(wideOption())
  .addHelpText(
    'after',
    `
Costs are instance-seconds at AWS's prices or those of provider.prices. They do not include volumes, traffic, and
discounts that the policy does not state. SPOT SAVED: how much more the same workers would have cost on demand.`,
  )
  .action(async (group: string | undefined, { days, ...options }: Options) => {
    await withDeployment(options, async (deployment) => {
      const { store } = deployment;
      const to = Date.now();
      const span = { from: Math.floor((to - days * DAY_MS) / HOUR_MS) * HOUR_MS, to };
      const names = group === undefined ? (await store.records.groups()).toSorted() : [group];
      if (group !== undefined && !(await store.states.read([group])).has(group)) throw unknownGroup(group, deployment);
      const costs = await groupCosts(names, span, store);
      if (options.json) return printJson(costDocument(costs, span, group !== undefined));
      const [only] = costs;
      if (group !== undefined && only) return printGroup(only, span, options);
      if (costs.length === 0) return printNote('There are no groups.');
      print(costsText(costs, viewOf(options)));
    });
  });

async function printGroup(
  cost: GroupCost,
  span: { readonly from: number; readonly to: number },
  options: TableOptions,
): Promise<void> {
  const { group, hours } = cost;
  if (hours.length === 0) {
    return printNote(
      `No cost of ${group} is recorded in this time: no worker ran, or the prices of its workers are unknown. See docs/how-to/costs-and-budgets.md.`,
    );
  }
  const { chart } = await import('../../chart.ts');
  const { isTTY = false, columns = USUAL_COLUMNS } = process.stdout;
  const line = { name: 'dollars', points: hours.map(({ at, usd }) => ({ at, value: usd })) };
  const size = { ...span, columns, isColored: isTTY && !process.env['NO_COLOR'] };
  print([chart('Dollars per hour', [line], size), costText(cost, viewOf(options))].join('\n\n'));
}

function daysOf(written: string): number {
  const days = Number(written);
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return days;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_DAYS}.`);
}
