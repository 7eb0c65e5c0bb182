import { Command, InvalidArgumentError, Option } from 'commander';
import { Recommendation } from '../../../shared/comparison/index.ts';
import { isMap } from '../../../shared/model/index.ts';
import { invalidDocument, sentence } from '../../../shared/presentation/index.ts';
import { parseScenario, type Scenario } from '../../../shared/simulation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { nameOf, readDocument, scenarioName } from '../../files/documents.ts';
import { needsFileNames, type OutputOptions, Outputs } from '../../files/outputs.ts';
import { demandFile } from '../../files/recording-file.ts';
import { ranked, recommendedDocument, recommendedText, scaledText } from './recommended-rule.ts';

interface Options extends Pick<OutputOptions, 'html' | 'json'> {
  readonly demand: string;
  readonly world?: string;
  readonly lost: number;
}

/** Used without `--world`: requests to interactive workers; the peak needs fifty of them. */
const DEFAULT_SCENARIO = { kind: 'interactive', peakWorkers: 50 };

const WITHOUT_SCENARIO =
  'without --world, the work is requests to interactive workers. For tasks in a queue, write a scenario with "npx headcount world init --kind queue"';

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
    const notes = () => [
      ...(options.world === undefined ? [WITHOUT_SCENARIO] : []),
      ...demand.notes(),
      ...recommendation.notes,
    ];
    const played = await new Outputs(options, { scenario, min, steps }).during(
      (sinkOf) => recommendation.played(sinkOf),
      ({ choice }) => ({
        title: `Rules on ${nameOf(options.demand)}`,
        about: `Every rule, replayed on ${nameOf(options.demand)}`,
        lead: [sentence(choice.because), ...scaledText(scenario)].join(' '),
        notes: notes().map((note) => `Note: ${note}.`),
      }),
      ranked,
    );
    if (options.json) return printJson(recommendedDocument(played, recommendation, allowed, notes()));
    for (const note of notes()) printNote(`Note: ${note}.`);
    print(recommendedText(played, recommendation, scenario));
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
