import { Option } from 'commander';
import { errorText, secondsText } from '../../../shared/model/index.ts';
import { measuredGroups, measuredStage, type PastSeries, pastSeries } from '../../../shared/operations/index.ts';
import {
  groupMetrics,
  prometheusText,
  seriesDocument,
  stageMetrics,
  unknownGroup,
} from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { type Deployment, groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { wrongUsage } from '../../errors/index.ts';
import { durationOf } from '../../options.ts';

const USUAL_COLUMNS = 80;

interface Options extends StageOptions {
  readonly last: number;
  readonly prometheus?: boolean;
  readonly doctor?: boolean;
}

export const metricsCommand = stageCommand('metrics')
  .addArgument(groupArgument('[group]'))
  .addOption(new Option('--last <duration>', 'how far back: 1h, 2d').argParser(durationOf).default(3600, '1h'))
  .addOption(
    new Option(
      '--prometheus',
      'print the current metrics of all groups, or of one, in the text format of Prometheus',
    ).conflicts('last'),
  )
  .option('--doctor', 'with --prometheus: also what "npx headcount doctor" finds, which reads all workers')
  .action(async (group: string | undefined, { last, prometheus = false, doctor = false, ...options }: Options) => {
    if (doctor && !prometheus) throw wrongUsage('--doctor needs --prometheus.');
    if (doctor && group !== undefined) throw wrongUsage('--doctor examines all groups: leave out the group.');
    if (prometheus) return printExposition(group, doctor, options);
    if (group === undefined) throw wrongUsage('metrics needs a group.');
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
async function printExposition(group: string | undefined, isExamined: boolean, options: StageOptions): Promise<void> {
  await withDeployment(options, async (deployment) => {
    const families = await (group === undefined
      ? ofStage(deployment, isExamined, options)
      : ofGroup(group, deployment));
    if (options.json) printJson(families);
    else print(prometheusText(families).trimEnd());
  });
}

async function ofStage({ store, evaluation, clients }: Deployment, isExamined: boolean, { stage }: StageOptions) {
  const [{ queueLengths }, { sqsCalls }] = await Promise.all([
    import('../../../shared/aws/sqs/queue-lengths.ts'),
    import('../../../shared/aws/sqs/sdk-calls.ts'),
  ]);
  const use = { ...store, evaluation, queues: queueLengths(sqsCalls(clients.sqs), stage) };
  const measured = await measuredStage(use, { now: Date.now(), isExamined });
  const { counts, queues, findings } = measured;
  for (const [what, read] of Object.entries({ counts, queues, findings })) {
    if (read instanceof Error) printNote(`warning: ${what} cannot be read: ${errorText(read)}`);
  }
  return stageMetrics(measured);
}

async function ofGroup(group: string, deployment: Deployment) {
  const now = Date.now();
  const { groups, unusable } = await measuredGroups(deployment.store, now);
  const fault = unusable.find((each) => each.group === group);
  if (fault) throw fault;
  const own = groups.filter(({ state }) => state.group === group);
  if (own.length === 0) throw unknownGroup(group, deployment);
  return groupMetrics(own, now);
}

/** A chart for each metric, and one for the workers. */
async function charts({ from, to, metrics, workers }: PastSeries): Promise<string> {
  const { chart, titleOf } = await import('../../chart.ts');
  const { isTTY = false, columns = USUAL_COLUMNS } = process.stdout;
  const size = { from, to, columns, isColored: isTTY && !process.env['NO_COLOR'] };
  const ofMetrics = Object.entries(metrics).map(([name, points]) =>
    points.length === 0
      ? `${name}: no data`
      : chart(titleOf(name, points), [{ name, points }], { ...size, isZoomed: true }),
  );
  const lines = (['ready', 'desired'] as const).map((name) => ({
    name,
    points: workers.map(({ at, [name]: value }) => ({ at, value })),
  }));
  return [...ofMetrics, chart('Workers', lines, size), 'Times are in UTC.'].join('\n\n');
}
