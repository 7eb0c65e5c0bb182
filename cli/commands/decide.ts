import { once } from 'node:events';
import { Command, Option } from 'commander';
import { decide } from '../../shared/decision/index.ts';
import { parseObservation, parsePolicy, unreadFields } from '../../shared/policy/index.ts';
import { decisionDocument, decisionText, invalidDocument, titleOf } from '../../shared/presentation/index.ts';
import { print, printJson, printNote, standardOutput } from '../../shared/terminal/index.ts';
import { errors } from '../errors/index.ts';
import { answersOf } from '../files/cases.ts';
import { nameOf, readDocument } from '../files/documents.ts';
import { overlayOption, readPolicy } from '../files/stages.ts';
import { UnreadNotes, unreadWarnings } from '../files/unread-notes.ts';

interface Options {
  readonly stage: string;
  readonly policy?: string;
  readonly observation?: string;
  readonly cases?: string;
  readonly json?: boolean;
}

export const decideCommand = new Command('decide')
  .option('--policy <file>', 'the policy, YAML or JSON; - is standard input')
  .option('--observation <file>', 'the observation, JSON or YAML; - is standard input')
  .addOption(
    new Option(
      '--cases <file>',
      'decide many cases: one JSON object a line, { "id", "policy", "observation" }',
    ).conflicts(['policy', 'observation']),
  )
  .addOption(overlayOption())
  .option('--json', 'print the decision as JSON')
  .addHelpText(
    'after',
    `
With --cases, each line gets one line of JSON, in order: { "id", "decision" } or { "id", "error" }.
If the observation has unknown fields, the JSON lists them in "warnings".
An invalid case gets an error line and does not change the exit code.`,
  )
  .action(async (options: Options) => {
    if (options.cases !== undefined) return await decideCases(options.cases);
    const { policy, observation } = options;
    if (policy === undefined || observation === undefined) {
      throw errors['wrong-usage']({
        what: 'decide needs --policy FILE and --observation FILE, or --cases FILE.jsonl.',
      });
    }
    if (policy === '-' && observation === '-') {
      throw errors['wrong-usage']({ what: 'Only one of --policy and --observation can be read from standard input.' });
    }
    await decideOne(policy, observation, options);
  });

async function decideOne(policyFile: string, observationFile: string, { stage, json }: Options): Promise<void> {
  const policy = parsePolicy(await readPolicy(policyFile, stage));
  if (!policy.ok) throw invalidDocument(titleOf('policy', nameOf(policyFile)), policy.faults);
  const written = await readDocument(observationFile);
  const observation = parseObservation(written);
  if (!observation.ok) throw invalidDocument(titleOf('observation', nameOf(observationFile)), observation.faults);
  const unread = unreadFields(written);
  new UnreadNotes(nameOf(observationFile)).note(unread);
  const decision = decide(policy.value, observation.value);
  if (json) printJson({ ...decisionDocument(decision), ...unreadWarnings(unread) });
  else print(decisionText(decision, standardOutput()));
}

async function decideCases(file: string): Promise<void> {
  let isEmpty = true;
  for await (const answer of answersOf(file, new UnreadNotes(nameOf(file)))) {
    isEmpty = false;
    if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) await once(process.stdout, 'drain');
  }
  if (isEmpty) printNote(`Note: ${nameOf(file)} has no cases.`);
}
