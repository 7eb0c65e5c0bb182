import { Command, InvalidArgumentError, Option } from 'commander';
import { type PlayedRules, Recommendation, rowsText } from '../../../shared/comparison/index.ts';
import { isMap } from '../../../shared/model/index.ts';
import { invalidDocument, reasonDocument, sentence } from '../../../shared/presentation/index.ts';
import { parseScenario, type Scenario } from '../../../shared/simulation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { nameOf, readDocument, scenarioName } from '../../files/documents.ts';
import { needsFileNames, type OutputOptions, Outputs } from '../../files/outputs.ts';
import { demandFile } from '../../files/recording-file.ts';

interface Options extends Pick<OutputOptions, 'html' | 'json'> {
  readonly demand: string;
  readonly world?: string;
  readonly lost: number;
}

/** Used without `--world`: requests to interactive workers; the peak needs fifty of them. */
const DEFAULT_SCENARIO = { kind: 'interactive', peakWorkers: 50 };

export const recommendRuleCommand = new Command('rule')
  .requiredOption('--demand <file>', 'the demand, CSV: timestamp,value in work units a second; - is standard input')
  .option('--world <file>', 'the scenario: what a worker is; "npx headcount world init" writes one')
  .addOption(
    new Option('--lost <percent>', 'percentage of the demand that may be lost, or of the tasks that may start late')
      .argParser(percentOf)
      .default(1),
  )
  .option('--html <file>', 'write a page for a browser: the rules over time, the recommended one first')
  .option('--json', 'print JSON')
  .action(async (_: Options, command: Command) => {
    // "recommend" has the option --json too, and gets it wherever the user writes it.
    const { lost: allowed, ...options } = command.optsWithGlobals<Options>();
    needsFileNames(options, [options.demand, options.world]);
    const scenario = await scenarioOf(options.world);
    const demand = demandFile(options.demand, scenario);
    const recommendation = new Recommendation(scenario, demand, { allowed });
    const { min, steps } = recommendation;
    const played = await new Outputs(options, { scenario, min, steps }).during(
      (sinkOf) => recommendation.played(sinkOf),
      ({ choice }) => ({
        title: `Rules on ${nameOf(options.demand)}`,
        about: `Every rule, replayed on ${nameOf(options.demand)}`,
        lead: [sentence(choice.because), ...scaledText(scenario)].join(' '),
      }),
      ranked,
    );
    if (options.json) return printJson(documentOf(played, recommendation, allowed));
    if (options.world === undefined) {
      printNote(
        'Note: without --world, the work is requests to interactive workers. For tasks in a queue, write a scenario with "npx headcount world init --kind queue".',
      );
    }
    print(textOf(played, recommendation, scenario));
    if (options.html !== undefined) printNote(`The page is in ${options.html}.`);
  });

function percentOf(written: string): number {
  const percent = Number(written.replace(/%$/, ''));
  if (written !== '' && percent > 0 && percent < 100) return percent;
  throw new InvalidArgumentError('Write a percentage above 0 and below 100, such as 1.');
}

async function scenarioOf(path: string | undefined): Promise<Scenario> {
  const written = path === undefined ? DEFAULT_SCENARIO : await readDocument(path);
  // The metrics of the scenario belong to the user's policy. The rules here read their own.
  const parsed = parseScenario(isMap(written) ? { ...written, metrics: {} } : written);
  if (parsed.ok) return parsed.value;
  throw invalidDocument(scenarioName(path), parsed.faults);
}

/** Sizes and costs are not those of the recorded demand if the demand is scaled. */
const scaledText = ({ peakWorkers }: Scenario): string[] =>
  peakWorkers === undefined ? [] : [`The demand is scaled so that its peak needs ${peakWorkers} workers.`];

/** The names of the rules, the recommended one first. */
const ranked = ({ choice }: PlayedRules): string[] =>
  [choice.best, ...choice.others.map(({ tried }) => tried)].map(({ name }) => name);

function textOf(
  { rows, hours, choice, rules }: PlayedRules,
  { notPlayed }: Recommendation,
  scenario: Scenario,
): string {
  const inOrder = [choice.best, ...choice.others.map(({ tried }) => tried)];
  const others = [...choice.others.map(({ tried, because }) => ({ name: tried.name, because })), ...notPlayed];
  return [
    sentence(choice.because),
    ...scaledText(scenario),
    '',
    rowsText(rows.length > 0 ? inOrder : [], { hours, isQueue: scenario.kind === 'queue' }),
    '',
    'The others:',
    ...others.map(({ name, because }) => `  ${name}: ${sentence(because)}`),
    '',
    'In a policy, with the names of your own metrics:',
    'rules:',
    ...rules.map((rule) => `  - ${flowOf(rule)}`),
  ].join('\n');
}

/** As you write it in a policy. No word in it needs quotes. */
const flowOf = (rule: object): string =>
  JSON.stringify(rule)
    .replaceAll(/([:,])/g, '$1 ')
    .replaceAll(/"([\w-]+)"/g, '$1')
    .replace(/^\{/, '{ ')
    .replace(/\}$/, ' }');

function documentOf({ rows, hours, choice, rules }: PlayedRules, { notPlayed }: Recommendation, allowed: number) {
  const why = [
    { name: choice.best.name, because: choice.because },
    ...choice.others.map(({ tried, because }) => ({ name: tried.name, because })),
  ];
  return {
    recommended: choice.best.name,
    because: reasonDocument(choice.because),
    rules,
    ...{ allowedPercent: allowed, hours },
    played: why.map(({ name, because }) => ({
      ...rows.find((row) => row.name === name),
      because: reasonDocument(because),
    })),
    notPlayed: notPlayed.map(({ name, because }) => ({ name, because: reasonDocument(because) })),
  };
}
