import { Command } from 'commander';
import { type Decision, decide } from '../../shared/decision/index.ts';
import { faultText, parseObservation, parsePolicy } from '../../shared/policy/index.ts';
import { decisionText } from '../decision-text.ts';
import { readDocument, readText } from '../documents.ts';
import { invalid, invalidDocument } from '../failure.ts';
import { print, printJson } from '../output.ts';

interface Options {
  readonly policy?: string;
  readonly observation?: string;
  readonly cases?: string;
  readonly json?: boolean;
}

export const decideCommand = new Command('decide')
  .description('decide from a policy and an observation, without AWS')
  .option('--policy <file>', 'the policy, YAML or JSON; - is standard input')
  .option('--observation <file>', 'what was observed, JSON or YAML; - is standard input')
  .option('--cases <file>', 'many at once: a line of JSON each, { "id", "policy", "observation" }')
  .option('--json', 'print the decision as JSON')
  .action(async (options: Options) => {
    if (options.cases !== undefined) return await decideCases(options.cases);
    if (options.policy === undefined || options.observation === undefined) {
      throw invalid('decide needs --policy FILE and --observation FILE, or --cases FILE.jsonl.');
    }
    const policy = parsePolicy(await readDocument(options.policy));
    if (!policy.ok) throw invalidDocument(`The policy ${options.policy}`, policy.faults);
    const observation = parseObservation(await readDocument(options.observation));
    if (!observation.ok) throw invalidDocument(`The observation ${options.observation}`, observation.faults);
    const decision = decide(policy.value, observation.value);
    if (options.json) printJson(decision);
    else print(decisionText(decision));
  });

async function decideCases(path: string): Promise<void> {
  const lines = (await readText(path)).split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() !== '') print(JSON.stringify(decideCase(line, index + 1)));
  }
}

/** One line's answer. A case that is wrong is an answer too, so that the others are not lost. */
function decideCase(
  line: string,
  number: number,
): { id: unknown; decision: Decision } | { id: unknown; error: string } {
  let written: { id?: unknown; policy?: unknown; observation?: unknown };
  try {
    written = Object(JSON.parse(line));
  } catch (cause) {
    return { id: null, error: `line ${number} is not JSON: ${(cause as Error).message}` };
  }
  const id = written.id ?? null;
  const policy = parsePolicy(written.policy);
  const observation = parseObservation(written.observation);
  if (policy.ok && observation.ok) return { id, decision: decide(policy.value, observation.value) };
  const faults = [
    ...(policy.ok ? [] : policy.faults.map(faultText)),
    ...(observation.ok ? [] : observation.faults.map((fault) => `observation: ${faultText(fault)}`)),
  ];
  return { id, error: faults.join('; ') };
}
