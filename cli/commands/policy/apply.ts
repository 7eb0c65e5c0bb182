import { setTimeout as sleep } from 'node:timers/promises';
import { type Actor, InvalidInputError, type Reason, UserError } from '../../../shared/model/index.ts';
import { providerNotes, putPolicy, refused, sharedWithActive } from '../../../shared/operations/index.ts';
import type { Policy, PolicyDocument } from '../../../shared/policy/index.ts';
import { invalidDocuments, sentence } from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { becauseOption, commandActor } from '../../actor.ts';
import { type Deployment, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { accepted, asStrict, type CheckedPolicy, checkedPolicies, noteWarnings } from '../../files/checked-policies.ts';
import { isOfProvider, policiesIn, problemsOf, problemText } from '../../preflight.ts';
import { untilActive, type Waiting, type Written } from '../../until-active.ts';
import { type Applied, appliedDocuments, noteText, rejectBlocked } from './applied.ts';

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
    await withDeployment(options, (deployment) => apply(documents, checked, options, deployment));
  });

/** Writes the policies, waits until they are active, and reports. Throws the errors of those that are rejected, after the report. */
async function apply(
  documents: readonly PolicyDocument[],
  checked: readonly CheckedPolicy[],
  options: Options,
  deployment: Deployment,
): Promise<void> {
  const { strict, preflight, json } = options;
  const policies = policiesIn(documents);
  await rejectShared(policies, deployment);
  // Without --strict, the checks run later, so that they don't delay the policies.
  const early = strict && preflight ? await problemsOf(documents, options, deployment) : null;
  if (early) rejectBlocked(checked, early);

  const actor = commandActor(options.because);
  const written = await writeAll(documents, actor, deployment);
  const { applied, failures } = options.wait
    ? await untilAllActive(written, actor, deployment)
    : { applied: documents.map(({ group }) => ({ group, version: null })), failures: [] };

  const notes = await providerNotes(policies, deployment.evaluation);
  if (!json) printApplied(applied, written, notes);
  const found = early ?? (preflight ? await problemsOf(documents, options, deployment) : []);
  const problems = found.filter((check) => !isOfProvider(check));
  if (json) printJson(appliedDocuments(applied, { checked, notes, problems }));
  else for (const problem of problems) printNote(`${problem.group}: warning: ${problemText(problem)}`);
  throwFailed(failures);
}

/** Throws if two policies resize the same thing. If both were active, neither group would be evaluated. */
async function rejectShared(policies: readonly Policy[], { store, evaluation }: Deployment): Promise<void> {
  const [first, ...others] = await sharedWithActive(policies, () => store.records.groups(), evaluation);
  if (first) throw sharedByGroups([first, ...others]);
}

interface Stored extends Written {
  /** The version that was active before; null also if it was about to be deleted. */
  readonly oldVersion: number | null;
}

async function writeAll(
  documents: readonly PolicyDocument[],
  actor: Actor,
  { store, audit }: Deployment,
): Promise<Stored[]> {
  const written: Stored[] = [];
  for (const document of documents) {
    const { errors, inForce, deleting } = await store.records.status(document.group);
    await putPolicy({ document, actor }, { ...store, ...audit });
    written.push({ document, oldFaults: errors, oldVersion: deleting ? null : inForce });
  }
  return written;
}

/** Waits for all policies, even if some of them are rejected. */
async function untilAllActive(
  written: readonly Written[],
  actor: Actor,
  { store, audit }: Deployment,
): Promise<{ readonly applied: readonly Applied[]; readonly failures: readonly Error[] }> {
  const all: Waiting = { of: written.length, done: 0 };
  const reporting = setInterval(() => printNote(`${all.done} of ${all.of} policies are active.`), REPORT_MS);
  const waits = written.map(async (each) => {
    try {
      const active = await untilActive(each, store.records, sleep, all);
      all.done += 1;
      return active;
    } catch (error) {
      // The audit trail has the writing of a policy that is rejected later, so it gets the rejection, too.
      const { group } = each.document;
      if (error instanceof InvalidInputError) await refused(audit, { action: 'policy-apply', actor, group }, error);
      throw error;
    }
  });
  const results = await Promise.allSettled(waits).finally(() => clearInterval(reporting));
  return {
    applied: results.flatMap((each) => (each.status === 'fulfilled' ? each.value : [])),
    failures: results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : [])),
  };
}

function printApplied(
  applied: readonly Applied[],
  written: readonly Stored[],
  notes: ReadonlyMap<string, readonly Reason[]>,
): void {
  for (const { group, version } of applied) {
    const isOld = written.some(({ document, oldVersion }) => document.group === group && oldVersion === version);
    print(version === null ? `${group}: written` : `${group}: version ${version} is active${isOld ? ' already' : ''}`);
    for (const note of notes.get(group) ?? []) printNote(noteText(group, note));
  }
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
