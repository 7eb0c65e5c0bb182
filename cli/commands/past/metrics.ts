import { Option } from 'commander';
import { invalid, secondsText } from '../../../shared/model/index.ts';
import { measuredGroups, type PastSeries, pastSeries } from '../../../shared/operations/index.ts';
import { groupMetrics, prometheusText, seriesDocument, unknownGroup } from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { durationOf } from '../../options.ts';

const USUAL_COLUMNS = 80;

interface Options extends StageOptions {
  readonly last: number;
  readonly prometheus?: boolean;
}

export const metricsCommand = stageCommand('metrics')
  .addArgument(groupArgument('[group]'))
  .addOption(new Option('--last <duration>', 'how far back: 1h, 2d').argParser(durationOf).default(3600, '1h'))
  .option('--prometheus', 'print the current metrics of all groups, or of one, in the text format of Prometheus')
  .action(async (group: string | undefined, { last, prometheus, ...options }: Options) => {
    if (prometheus) return printExposition(group, options);
    if (group === undefined) throw invalid('metrics needs a group.');
    await withDeployment(options, async (deployment) => {
      const to = Date.now();
      const series = await pastSeries(group, { from: to - last * 1000, to }, deployment.store);
      if (series.workers.length === 0 && !(await deployment.store.states.read([group])).has(group)) {
        throw unknownGroup(group, deployment);
      }
      if (options.json) return printJson(seriesDocument(series));
      if (series.workers.length === 0)
        return printNote(`No evaluation of ${group} is recorded in the last ${secondsText(last)}.`);
      print(await charts(series));
    });
  });

/** A program that writes a file for Prometheus runs it every minute; the API answers with the same. */
async function printExposition(group: string | undefined, options: StageOptions): Promise<void> {
  await withDeployment(options, async (deployment) => {
    const now = Date.now();
    const all = await measuredGroups(deployment.store, now);
    const groups = group === undefined ? all : all.filter(({ state }) => state.group === group);
    if (group !== undefined && groups.length === 0) throw unknownGroup(group, deployment);
    const families = groupMetrics(groups, now);
    if (options.json) printJson(families);
    else print(prometheusText(families).trimEnd());
  });
}

/** A chart for each metric, and one for the workers. */
async function charts({ from, to, metrics, workers }: PastSeries): Promise<string> {
  const { chart } = await import('../../chart.ts');
  const { isTTY = false, columns = USUAL_COLUMNS } = process.stdout;
  const size = { from, to, columns, isColored: isTTY && !process.env['NO_COLOR'] };
  const ofMetrics = Object.entries(metrics).map(([name, points]) =>
    points.length === 0 ? `${name}: no data` : chart(name, [{ name, points }], size),
  );
  const lines = (['ready', 'desired'] as const).map((name) => ({
    name,
    points: workers.map(({ at, [name]: value }) => ({ at, value })),
  }));
  return [...ofMetrics, chart('Workers', lines, size)].join('\n\n');
}
