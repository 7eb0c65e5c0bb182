import { Command } from 'commander';
import {
  Comparison,
  type Figures,
  POLICY,
  RolloutForecast,
  rolloutDocument,
  rolloutText,
  rowsText,
} from '../../../shared/comparison/index.ts';
import { isMap } from '../../../shared/model/index.ts';
import { type Policy, parsePolicy } from '../../../shared/policy/index.ts';
import { invalidDocument, titleOf, unknownSignals } from '../../../shared/presentation/index.ts';
import {
  cautionsOf,
  defaultScenario,
  intervalFor,
  lossNote,
  measuredBy,
  metricFaults,
  parseScenario,
  priceCautions,
  priceFaults,
  type Scenario,
} from '../../../shared/simulation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { wrongUsage } from '../../errors/index.ts';
import { nameOf, readDocument, scenarioName } from '../../files/documents.ts';
import { needsFileNames, type OutputOptions, Outputs } from '../../files/outputs.ts';
import { priceHistory, pricesOption } from '../../files/price-history.ts';
import { demandFile } from '../../files/recording-file.ts';
import { overlayOption, readPolicy } from '../../files/stages.ts';

interface Options extends OutputOptions {
  readonly policy: string;
  readonly stage: string;
  readonly demand: string;
  readonly world?: string;
  readonly prices?: string;
  readonly compare?: string;
  readonly rollout?: boolean;
}

export const simulateCommand = new Command('simulate')
  .requiredOption('--policy <file>', 'the policy, YAML or JSON')
  .requiredOption('--demand <file>', 'the demand, CSV: timestamp,value in work units a second; - is standard input')
  .option('--world <file>', 'the scenario: what a worker is; "npx headcount world init" writes one')
  .addOption(pricesOption())
  .option(
    '--compare <names>',
    'run other autoscalers on the same demand: hpa,target-tracking,predictive,step,keda,karpenter,static; hpa=0.6 sets the target; others are in the reference',
  )
  .option('--rollout', 'also predict how long a rollout takes, and what it costs')
  .addOption(overlayOption())
  .option('--html <file>', 'write a page for a browser: workers, decisions, shortage and cost over time')
  .option('--trajectory <file>', 'write a CSV row for each step')
  .option('--json', 'print JSON')
  .action(async (options: Options) => {
    needsFileNames(options, [options.policy, options.demand, options.world, options.prices]);
    const written = await readPolicy(options.policy, options.stage);
    const parsed = parsePolicy(written);
    if (!parsed.ok) throw invalidDocument(titleOf('policy', nameOf(options.policy)), parsed.faults);
    const asked = isMap(written) && written['evaluateEvery'] !== undefined ? parsed.value.evaluateEvery : undefined;
    const scenario = await scenarioOf(options, parsed.value, asked);
    const demand = demandFile(options.demand, scenario);
    const market = { history: await priceHistory(options.prices) };
    const faults = priceFaults([parsed.value], scenario, market, demand.start);
    if (faults.length > 0) throw invalidDocument(scenarioName(options.world), faults);
    const comparison = new Comparison(parsed.value, scenario, demand, options.compare, market);
    const notes: string[] = [];
    // With --json, notes on standard error would look like errors to a script.
    const note = (text: string) => (options.json ? notes.push(`${text}.`) : printNote(`Note: ${text}.`));
    const cautions = [
      ...cautionsOf(parsed.value, scenario),
      ...priceCautions(parsed.value, scenario, market, comparison.span),
    ];
    const known = [
      ...scenarioNotes(options, parsed.value, scenario, asked),
      ...demand.notes(),
      ...cautions,
      ...comparison.notes,
    ];
    for (const text of known) note(text);
    const rollout = options.rollout ? await RolloutForecast.of(parsed.value, scenario) : null;
    if (options.rollout && !rollout)
      throw wrongUsage('--rollout needs a policy whose provider has the field "rollout".');
    const { constraints } = comparison;
    const found = ({ rows: [replayed] }: Figures): string[] => {
      const isAssumed = options.world === undefined && replayed;
      const hint = isAssumed ? lossNote(defaultScenario(parsed.value).assumed, replayed.latePercent) : null;
      return [...constraints.sentences(parsed.value), ...(hint === null ? [] : [hint])];
    };
    const about = `${nameOf(options.policy)}, replayed on ${nameOf(options.demand)}`;
    const result = await new Outputs(options, { ...comparison, scenario }).during(
      (sinkOf) =>
        comparison.played((name) => (rollout && name === POLICY ? rollout.beside(sinkOf(name)) : sinkOf(name))),
      (figures) => ({
        title: parsed.value.group,
        about,
        limit: constraints.maxSentence(parsed.value),
        notes: [...known, ...found(figures)].map((text) => `Note: ${text}.`),
        rollout: rollout ? `${rolloutText(rollout.result(figures.usdPerHour))}.` : undefined,
      }),
    );
    for (const text of found(result)) note(text);
    const predicted = rollout?.result(result.usdPerHour);
    if (options.json) {
      const more = predicted && { rollout: rolloutDocument(predicted) };
      printJson({ policy: written, algorithms: result.rows, notes, ...more });
    } else {
      print(rowsText(result.rows, { hours: result.hours, isQueue: scenario.kind === 'queue' }));
      if (predicted) print(`\n${rolloutText(predicted)}.`);
    }
    if (options.html !== undefined && !options.json) printNote(`The page is in ${options.html}.`);
  });

/** `asked`: the interval of evaluations that the policy states. It counts where the scenario says nothing else. */
async function scenarioOf(
  { policy: file, world: path }: Options,
  policy: Policy,
  asked: number | undefined,
): Promise<Scenario> {
  const written = path === undefined ? defaultScenario(policy).written : await readDocument(path);
  const parsed = parseScenario(
    asked !== undefined && isMap(written) ? { ...intervalFor(asked, written), ...written } : written,
  );
  const faults = parsed.ok ? metricFaults([policy], parsed.value.metrics) : parsed.faults;
  if (!parsed.ok || faults.length > 0) {
    throw invalidDocument(scenarioName(path), faults);
  }
  const measured = measuredBy(policy, parsed.value.metrics);
  if (!measured.ok) throw unknownSignals(nameOf(file), measured.faults);
  return parsed.value;
}

const scenarioNotes = (
  { world: file }: Options,
  policy: Policy,
  { peakWorkers, evaluateEvery }: Scenario,
  asked: number | undefined,
): string[] => [
  ...(file === undefined
    ? [
        `without --world, ${defaultScenario(policy).text}; "npx headcount world init" writes a scenario that you can change`,
      ]
    : []),
  ...(asked === undefined || asked === evaluateEvery
    ? []
    : [`the policy asks to be evaluated every ${asked} s; in this scenario it is evaluated every ${evaluateEvery} s`]),
  ...(peakWorkers === undefined
    ? []
    : [
        `the demand is scaled so that its peak needs ${peakWorkers} workers${file === undefined ? '' : ' (peakWorkers of the scenario)'}`,
      ]),
];
