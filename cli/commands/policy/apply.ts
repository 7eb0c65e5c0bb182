import { setTimeout as sleep } from 'node:timers/promises';
import { type Actor, InvalidInputError, type Reason, UserError } from '../../../shared/model/index.ts';
import {
  type AuditUse,
  providerNotes,
  putPolicy,
  refused,
  sharedWithActive,
} from '../../../shared/operations/index.ts';
import { type Policy, type PolicyDocument, parsePolicy } from '../../../shared/policy/index.ts';
import { invalidDocuments, sentence } from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { becauseOption, commandActor } from '../../actor.ts';
import { type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { accepted, asStrict, checkedPolicies, noteWarnings } from '../../files/checked-policies.ts';
import { isOfProvider, problemsOf, problemText } from '../../preflight.ts';
import { untilActive, type Waiting, type Written } from '../../until-active.ts';
import { appliedDocument, noteText, type Remarks, rejectBlocked } from './applied.ts';

/** CloudWatch puts the alarms of about 90 policies a minute. */
const REPORT_MS = 15_000;

export const applyCommand = stageCommand('apply')
  .argument('<files...>', 'YAML or JSON; - is standard input')
  .addOption(becauseOption('the reason for the change; it is stored with the version'))
  .option('--strict', 'reject policies with warnings, and those that cannot work in this account')
  .option('--no-wait', 'return as soon as the policies are written')
  .option('--no-preflight', 'do not check whether the account fits the policies')
  .action(async (files: string[], options: Options) => {
    const checked = asStrict(await checkedPolicies(files, { stage: options.stage, now: Date.now() }), options.strict);
    const documents = accepted(checked);
    if (!options.json) noteWarnings(checked);
    await withDeployment(options, async (deployment) => {
      const { store, evaluation, audit } = deployment;
      const { records } = store;
      const actor = commandActor(options.because);
      const policies = documents.flatMap((document) => parsedPolicy(document));
      const shared = await sharedWithActive(policies, () => records.groups(), evaluation);
      // Written, they would stop each other, and the group that is evaluated now.
      const [first, ...others] = shared;
      if (first) throw sharedByGroups([first, ...others]);
      const { preflight, strict, json } = options;
      // Without --strict, the checks run later, so that they don't delay the policies.
      const before = strict && preflight ? await problemsOf(documents, options, deployment) : null;
      if (before) rejectBlocked(checked, before);
      const written: Written[] = [];
      for (const document of documents) {
        const { errors } = await records.status(document.group);
        await putPolicy({ document, actor }, { ...store, ...audit });
        written.push({ document, oldFaults: errors });
      }
      const all: Waiting = { of: written.length, done: 0 };
      const reporting = setInterval(() => printNote(`${all.done} of ${all.of} policies are active.`), REPORT_MS);
      const waiting = async (each: Written) => {
        const active = await untilActive(each, records, sleep, all);
        all.done += 1;
        return active;
      };
      const taken = await Promise.allSettled(
        written.map((each) =>
          options.wait
            ? waiting(each).catch((error) => rejected(error, each, actor, audit))
            : { group: each.document.group, version: null },
        ),
      ).finally(() => clearInterval(reporting));
      const done = taken.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
      const notes = await providerNotes(policies, evaluation);
      const notesOn = (group: string) => notes.get(group) ?? [];
      for (const { group, version } of json ? [] : done) {
        print(version === null ? `${group}: written` : `${group}: version ${version} is active`);
        for (const note of notesOn(group)) printNote(noteText(group, note));
      }
      const found = before ?? (preflight ? await problemsOf(documents, options, deployment) : []);
      const problems = found.filter((check) => !isOfProvider(check));
      if (json) {
        const remarksOn = (group: string): Remarks => ({
          warnings: checked.find((each) => each.group === group)?.warnings ?? [],
          notes: notesOn(group),
          problems: problems.filter((problem) => problem.group === group),
        });
        printJson(done.map((each) => appliedDocument(each, remarksOn(each.group))));
      } else for (const problem of problems) printNote(`${problem.group}: warning: ${problemText(problem)}`);
      throwFailed(taken.flatMap((each) => (each.status === 'rejected' ? [each.reason] : [])));
    });
  });

/** The audit trail has the writing of a policy that is rejected later, so it gets the rejection, too. */
async function rejected(error: unknown, { document: { group } }: Written, actor: Actor, use: AuditUse): Promise<never> {
  if (error instanceof InvalidInputError) await refused(use, { action: 'policy-apply', actor, group }, error);
  throw error;
}

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

/** The error for groups whose policies name the same thing to resize, such as one ECS service. */
function sharedByGroups([first, ...others]: readonly [Shared, ...Shared[]]): UserError {
  const documentOf = ([group, reason]: Shared) => {
    const message = sentence(reason);
    return {
      what: `The policy of ${group}`,
      faults: [{ path: 'provider', message, ...reason }],
      text: () => message,
    };
  };
  return invalidDocuments([documentOf(first), ...others.map(documentOf)]);
}
type Shared = readonly [group: string, reason: Reason];

function throwFailed(failures: readonly Error[]): void {
  const [first] = failures;
  if (!first) return;
  if (failures.length === 1 || !failures.every((each) => each instanceof UserError)) throw first;
  const message = failures.map((failure) => failure.message).join('\n');
  const rejected = failures.find((each) => each instanceof InvalidInputError);
  const faults = failures.flatMap((each) => (each instanceof UserError ? each.faults : []));
  throw rejected ? new InvalidInputError(message, { reason: rejected.reason, faults }) : new UserError(message);
}
