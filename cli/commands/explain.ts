import { Argument, Option } from 'commander';
import type { Decision } from '../../shared/decision/index.ts';
import type { Preview } from '../../shared/evaluation/index.ts';
import { explained, momentOf } from '../../shared/operations/index.ts';
import {
  activityDocument,
  activityReport,
  decisionDocument,
  decisionReport,
  explanationDocument,
  groupFacts,
  indented,
  invalidDocument,
  isoTimes,
  momentAt,
  momentDocument,
  momentReport,
  notDescribed,
  readDecision,
  titleOf,
  unknownGroup,
} from '../../shared/presentation/index.ts';
import { printJson, standardOutput } from '../../shared/terminal/index.ts';
import { type Deployment, groupArgument, type StageOptions, stageCommand, withDeployment } from '../aws.ts';
import { errors } from '../errors/index.ts';
import { nameOf, readDocument } from '../files/documents.ts';
import { momentOption } from '../options.ts';
import { printTexts as print } from '../texts.ts';

export const explainCommand = stageCommand('explain')
  .addArgument(groupArgument('[group]'))
  .addArgument(
    new Argument('[activity]', 'its id; without it, the newest activity and what an evaluation would decide now'),
  )
  .addOption(
    new Option('--decision <file>', 'explain the output of "npx headcount decide --json"; - is standard input'),
  )
  .addOption(
    new Option(
      '--at <time>',
      'explain the evaluation of that past moment, in UTC: 03:12 of today, or 2026-11-21T03:12:00Z',
    ).argParser(momentOption),
  )
  .action(async (group: string | undefined, activity: string | undefined, options: Options) => {
    if (options.decision !== undefined) {
      if (group !== undefined)
        throw errors['wrong-usage']({ what: 'explain takes a group or --decision FILE, not both.' });
      const decision = await decisionFrom(options.decision);
      return options.json
        ? printJson(decisionDocument(decision))
        : print(decisionReport(decision, {}, standardOutput()));
    }
    if (group === undefined) throw errors['wrong-usage']({ what: 'explain needs a group, or --decision FILE.' });
    const { at } = options;
    if (at !== undefined && activity !== undefined) {
      throw errors['wrong-usage']({ what: 'explain takes an activity or --at TIME, not both.' });
    }
    await withDeployment(options, (deployment) =>
      at !== undefined
        ? past(group, at, deployment, options)
        : activity === undefined
          ? newest(group, deployment, options)
          : one(group, activity, deployment, options),
    );
  });

/** A decision from a file: what `decide --json` prints, or a line of `decide --cases`. */
async function decisionFrom(file: string): Promise<Decision> {
  const written = await readDocument(file);
  const { decision = written } = Object(written) as { decision?: unknown };
  const read = readDecision(decision);
  if (!read.ok) throw invalidDocument(titleOf('decision', nameOf(file)), read.faults);
  return read.value;
}

interface Options extends StageOptions {
  readonly decision?: string;
  readonly at?: number;
}

async function one(group: string, id: string, deployment: Deployment, { json }: Options): Promise<void> {
  const activity = await deployment.store.activities.read(group, id);
  if (activity)
    return json
      ? printJson(isoTimes({ activity: activityDocument(activity) }))
      : print(activityReport(activity, standardOutput()));
  if (!(await deployment.store.states.read([group])).has(group)) throw unknownGroup(group, deployment);
  throw errors['unknown-activity']({ group, activity: id });
}

async function past(group: string, at: number, deployment: Deployment, { json }: Options): Promise<void> {
  const moment = await momentOf(group, at, deployment.store);
  if (moment) return json ? printJson(momentDocument(moment)) : print(momentReport(moment, standardOutput()));
  if (!(await deployment.store.states.read([group])).has(group)) throw unknownGroup(group, deployment);
  throw errors['no-evaluation-then']({ group, at: new Date(at).toISOString() });
}

async function newest(group: string, deployment: Deployment, { json }: Options): Promise<void> {
  const { store, evaluation } = deployment;
  const [[activity], present] = await Promise.all([
    store.activities.list(group, 1),
    explained(group, { evaluation, evaluations: store.evaluations }),
  ]);
  if (!present) throw unknownGroup(group, deployment);
  const { undescribed } = present;
  if (json) {
    printJson(explanationDocument(activity, present));
  } else {
    print(activity ? activityReport(activity, standardOutput()) : `${group} has no scaling activities yet.`);
    print(`\n${presentText(present)}`);
  }
  if (undescribed) throw notDescribed(group, undescribed);
}

function presentText({ state, at, decided, undescribed, unavailable, notes, policy }: Preview): string {
  const view = standardOutput();
  const occasion = `now: ${momentAt(at)}, what an evaluation would decide`;
  const lines = [
    '',
    'State',
    ...indented(groupFacts(state, { unavailable, notes, policy: policy ?? undefined }, at, view)),
  ];
  if (!decided) {
    const why = undescribed ? 'the provider cannot describe the group' : 'no policy is active';
    return [`${state.group}: no decision, because ${why}.`, ...lines].join('\n');
  }
  return [decisionReport(decided.decision, { occasion, seen: decided.seen }, view), ...lines].join('\n');
}
