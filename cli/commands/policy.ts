import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Command } from 'commander';
import {
  deploymentFaults,
  type Fault,
  faultText,
  type PolicyDocument,
  parsePolicy,
} from '../../shared/policy/index.ts';
import { type Deployment, person, type StageOptions, stageCommand, withDeployment } from '../aws.ts';
import { readDocuments } from '../documents.ts';
import { Failure, invalid, invalidDocument } from '../failure.ts';
import { print, printJson, table, tell, timeText } from '../output.ts';

interface Checked {
  readonly file: string;
  readonly group: string | null;
  readonly document: unknown;
  readonly faults: readonly Fault[];
}

const validate = new Command('validate')
  .description('check policy files without AWS; every fault is told with its path')
  .argument('<files...>', 'YAML or JSON; - is standard input')
  .option('--json', 'print JSON')
  .action(async (files: string[], { json }: { json?: boolean }) => {
    const checked = (await Promise.all(files.map(check))).flat();
    const faulty = checked.filter(({ faults }) => faults.length > 0);
    if (json)
      printJson(checked.map(({ file, group, faults }) => ({ file, group, valid: faults.length === 0, faults })));
    else for (const { file, group, faults } of checked) if (faults.length === 0) print(`${file}: ${group} is valid`);
    if (faulty.length > 0) throw faultyFiles(faulty, json);
  });

const apply = stageCommand('apply')
  .description('write policies into the table, and wait until they are in force')
  .argument('<files...>', 'YAML or JSON; - is standard input')
  .option('--because <text>', 'why, kept with the version')
  .option('--no-wait', 'return as soon as the items are written')
  .action(async (files: string[], options: StageOptions & { because?: string; wait: boolean }) => {
    const checked = (await Promise.all(files.map(check))).flat();
    const faulty = checked.filter(({ faults }) => faults.length > 0);
    if (faulty.length > 0) throw faultyFiles(faulty, options.json);
    await withDeployment(options, async (deployment) => {
      const applied = [];
      for (const { document } of checked) applied.push(await applyOne(document as PolicyDocument, options, deployment));
      if (options.json) printJson(applied);
      else
        for (const { group, version } of applied)
          print(version === null ? `${group}: written` : `${group}: version ${version} is in force`);
    });
  });

const list = stageCommand('list')
  .description('list the groups and their policies')
  .action((options: StageOptions) =>
    withDeployment(options, async ({ store }) => {
      const groups = (await store.records.groups()).toSorted();
      const rows = await Promise.all(
        groups.map(async (group) => ({ group, ...(await store.records.standing(group)) })),
      );
      if (options.json) {
        printJson(
          rows.map(({ group, inForce, newest, faults }) => ({
            group,
            version: inForce,
            acceptedAt: isoOf(newest?.at),
            by: newest?.by ?? null,
            because: newest?.because ?? null,
            faults,
          })),
        );
      } else if (rows.length === 0) tell('There is no policy yet: put one with "npx headcount policy apply FILE".');
      else {
        print(
          table(
            ['GROUP', 'VERSION', 'ACCEPTED', 'BY', 'FAULTS'],
            rows.map(({ group, inForce, newest, faults }) => [
              group,
              inForce,
              timeText(newest?.at ?? null),
              newest?.by ?? null,
              faults.length === 0 ? null : faults.map(faultText).join('\n'),
            ]),
          ),
        );
      }
    }),
  );

export const policyCommand = new Command('policy')
  .description('scaling policies: one for each worker group')
  .addCommand(validate)
  .addCommand(apply)
  .addCommand(list);

const isoOf = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());

async function check(file: string): Promise<Checked[]> {
  const documents = await readDocuments(file);
  return documents.map((document): Checked => {
    const parsed = parsePolicy(document);
    if (!parsed.ok) return { file, group: null, document, faults: parsed.faults };
    return { file, group: parsed.value.group, document, faults: deploymentFaults(parsed.value) };
  });
}

function faultyFiles(faulty: readonly Checked[], json: boolean | undefined): Failure {
  const text = faulty.map(({ file, faults }) => invalidDocument(`The policy ${file}`, faults).message).join('\n');
  return invalid(json ? `${faulty.length} of the policies are not valid.` : text);
}

const WAIT_MS = 30_000;
const POLL_MS = 300;

async function applyOne(
  document: PolicyDocument,
  { because, wait }: { because?: string; wait: boolean },
  { store }: Deployment,
): Promise<{ group: string; version: number | null }> {
  const { group } = document;
  const before = Date.now();
  await store.records.put(document, { by: person(), ...(because === undefined ? {} : { because }) });
  if (!wait) return { group, version: null };
  for (let waited = 0; waited < WAIT_MS; waited += POLL_MS) {
    const { newest, inForce, faults } = await store.records.standing(group);
    if (faults.length > 0) throw invalidDocument(`The policy of ${group}`, faults);
    const isOurs = newest && isDeepStrictEqual(newest.document, document);
    if (isOurs && inForce === newest.version) return { group, version: newest.version };
    await sleep(POLL_MS);
  }
  throw new Failure(
    `${group}: the policy is written, but was not taken up within ${WAIT_MS / 1000} s (since ${new Date(before).toISOString()}). Does the function on-policy-change run? See docs/operations.md.`,
  );
}
