import {
  type EvaluationQueue,
  type Pushed,
  PushMemory,
  type PushRequest,
  push,
} from '../../shared/evaluation/index.ts';
import { counted } from '../../shared/model/index.ts';
import { queueName } from '../../shared/names/index.ts';
import { invalidDocument } from '../../shared/presentation/index.ts';
import { print, printJson } from '../../shared/terminal/index.ts';
import { type Deployment, groupArgument, type StageOptions, stageCommand, withDeployment } from '../aws.ts';
import { wrongUsage } from '../errors/index.ts';
import { withMeantGroups } from '../errors/meant-group.ts';
import { readDocuments } from '../files/documents.ts';

/** More faults say nothing new. */
const MOST_FAULTS_SHOWN = 30;

interface Options extends StageOptions {
  readonly worker?: string;
  readonly at?: string;
  readonly file?: string;
}

export const pushCommand = stageCommand('push')
  .addArgument(groupArgument('[group]'))
  .argument('[values...]', 'name=value, several separated by spaces')
  .option('--worker <id>', 'the values are about this worker, not about the group')
  .option('--at <time>', 'when they were measured, for example 2026-11-21T12:00:00Z; now by default')
  .option('--file <file>', 'read values, also of several groups, from a YAML or JSON file; - is standard input')
  .action(async (group: string | undefined, values: string[], options: Options) => {
    const request = await requestOf(group, values, options);
    const pushed = await withDeployment(options, (deployment) => pushTo(deployment, options.stage, request));
    if (options.json) printJson(documentOf(pushed));
    else if (pushed.faults.length === 0) print(textOf(pushed));
    if (pushed.faults.length > 0) throw invalidDocument('The push', pushed.faults, { most: MOST_FAULTS_SHOWN });
  });

async function requestOf(
  group: string | undefined,
  written: readonly string[],
  { worker, at, file }: Options,
): Promise<PushRequest> {
  if (file !== undefined) {
    if (written.length > 0) throw wrongUsage('Write the values either after the group or into the file, not both.');
    if (worker !== undefined || at !== undefined) {
      throw wrongUsage('Write worker and at into the file: --worker and --at apply to values after the group.');
    }
    const documents = await readDocuments(file);
    return { written: documents.length === 1 ? documents[0] : documents.flat(), group, isWhole: true };
  }
  if (group === undefined) throw wrongUsage('Write a group and its values, such as: npx headcount push web orders=12');
  const values = Object.fromEntries(written.map(writtenValue));
  const twice = written.length > Object.keys(values).length;
  if (twice)
    throw wrongUsage(
      'A metric has two values. Write several values of one metric, with their times, into a file (--file).',
    );
  return { written: { group, values, worker, at }, isWhole: true };
}

const FIGURE = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** What is no number stays text, which is rejected with all other faults. */
function writtenValue(written: string): [string, number | string] {
  const end = written.indexOf('=');
  if (end < 1) throw wrongUsage(`'${written}' is not a value: write name=value, such as orders=12.`);
  const figure = written.slice(end + 1);
  return [written.slice(0, end), FIGURE.test(figure) ? Number(figure) : figure];
}

async function pushTo(
  { clients, store, evaluation }: Deployment,
  stage: string,
  request: PushRequest,
): Promise<Pushed> {
  const { policies, states, wakes, pushedValues: values } = store;
  const sendLater: EvaluationQueue['sendLater'] = async (...later) => {
    const [{ queueUrl }, { sqsCalls }, { sqsEvaluationQueue }] = await Promise.all([
      import('../../shared/aws/sqs/waiting-messages.ts'),
      import('../../shared/aws/sqs/sdk-calls.ts'),
      import('../../shared/aws/sqs/evaluation-queue.ts'),
    ]);
    const url = await queueUrl(clients.sqs, queueName(stage, 'evaluations'));
    await sqsEvaluationQueue(sqsCalls(clients.sqs), url).sendLater(...later);
  };
  const use = {
    policies,
    states,
    wakes,
    values,
    queue: { sendLater },
    memory: new PushMemory(),
    clock: evaluation.clock,
  };
  const done = await push(request, use);
  const groups = async () => (await import('../../shared/operations/index.ts')).indexedGroups(store);
  return { ...done, faults: await withMeantGroups(done.faults, groups) };
}

const documentOf = ({ stored, groups, woken, faults }: Pushed) => ({
  stored,
  groups,
  evaluations: woken,
  faults: faults.map(({ code, path, message }) => ({ code, path, message })),
});

function textOf({ stored, groups, woken }: Pushed): string {
  const what = groups.length === 1 ? String(groups[0]) : counted(groups.length, 'group');
  const lines = [`Stored ${counted(stored, 'value')} of ${what}.`];
  const [first] = woken;
  if (!first) return [...lines, 'No evaluation was needed, or one is already queued.'].join('\n');
  const when = (seconds: number) => (seconds > 0 ? `in ${seconds} s` : 'now');
  if (woken.length === 1) lines.push(`${first.group} is evaluated ${when(first.seconds)}.`);
  else lines.push(`${counted(woken.length, 'group')} are evaluated.`);
  return lines.join('\n');
}
