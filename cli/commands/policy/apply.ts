import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { PolicyRecords } from '../../../shared/evaluation/index.ts';
import { InvalidInputError, invalid, UserError } from '../../../shared/model/index.ts';
import { audited, providerNotes } from '../../../shared/operations/index.ts';
import { type Policy, type PolicyDocument, parsePolicy, type ValidationError } from '../../../shared/policy/index.ts';
import { invalidDocument, reasonDocument, sentence } from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { becauseOption, commandActor } from '../../actor.ts';
import { type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { accepted, asStrict, checkedPolicies, noteWarnings } from '../../files/checked-policies.ts';
import { problemNotes } from '../../preflight.ts';

const WAIT_MS = 30_000;
const POLL_MS = 300;

export const applyCommand = stageCommand('apply')
  .argument('<files...>', 'YAML or JSON; - is standard input')
  .addOption(becauseOption('the reason for the change; it is stored with the version'))
  .option('--strict', 'reject policies with warnings')
  .option('--no-wait', 'return as soon as the policies are written')
  .option('--no-preflight', 'do not check whether the account fits the policies')
  .action(async (files: string[], options: Options) => {
    const checked = asStrict(await checkedPolicies(files), options.strict);
    const documents = accepted(checked);
    noteWarnings(checked);
    await withDeployment(options, async (deployment) => {
      const { store, evaluation, audit } = deployment;
      const { records } = store;
      const actor = commandActor(options.because);
      const written: Written[] = [];
      for (const document of documents) {
        const { errors } = await records.status(document.group);
        const action = { action: 'policy-apply', actor, group: document.group } as const;
        await audited(audit, action, () => records.put(document, actor));
        written.push({ document, oldFaults: errors });
      }
      const taken = await Promise.allSettled(
        written.map((each) => (options.wait ? inForce(each, records) : { group: each.document.group, version: null })),
      );
      const done = taken.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
      const notes = await providerNotes(
        documents.flatMap((document) => parsedPolicy(document)),
        evaluation,
      );
      const notesOn = (group: string) => notes.get(group) ?? [];
      if (options.json) {
        printJson(done.map((each) => ({ ...each, notes: notesOn(each.group).map(reasonDocument) })));
      } else {
        for (const { group, version } of done) {
          print(version === null ? `${group}: written` : `${group}: version ${version} is active`);
          for (const note of notesOn(group)) printNote(`${group}: warning: ${sentence(note)}`);
        }
      }
      if (options.preflight) for (const note of await problemNotes(documents, options, deployment)) printNote(note);
      throwFailed(taken.flatMap((each) => (each.status === 'rejected' ? [each.reason] : [])));
    });
  });

function parsedPolicy(document: PolicyDocument): Policy[] {
  const parsed = parsePolicy(document);
  return parsed.ok ? [parsed.value] : [];
}

interface Options extends StageOptions {
  readonly because?: string;
  readonly strict?: boolean;
  readonly wait: boolean;
  readonly preflight: boolean;
}

interface Written {
  readonly document: PolicyDocument;
  /** Errors recorded before this document was written. They are about an earlier document. */
  readonly oldFaults: readonly ValidationError[];
}

/** Waits until this document is the active version. Throws its validation errors, or a timeout. */
async function inForce(
  { document, oldFaults }: Written,
  records: PolicyRecords,
): Promise<{ group: string; version: number }> {
  const { group } = document;
  for (let waited = 0; waited < WAIT_MS; waited += POLL_MS) {
    const { newest, inForce: version, errors: faults, deleting } = await records.status(group);
    if (faults.length > 0 && !isDeepStrictEqual(faults, oldFaults)) {
      throw invalidDocument(`The policy of ${group}`, faults);
    }
    const isOurs = newest && isDeepStrictEqual(newest.document, document);
    if (isOurs && version === newest.version && faults.length === 0 && !deleting) return { group, version };
    await sleep(POLL_MS);
  }
  throw new UserError(
    `${group}: the policy was written, but it was not accepted within ${WAIT_MS / 1000} s. Check the function on-policy-change; see docs/how-to/runbook.md.`,
  );
}

function throwFailed(failures: readonly Error[]): void {
  const [first] = failures;
  if (!first) return;
  if (failures.length === 1 || !failures.every((each) => each instanceof UserError)) throw first;
  const message = failures.map((failure) => failure.message).join('\n');
  throw failures.some((each) => each instanceof InvalidInputError) ? invalid(message) : new UserError(message);
}
