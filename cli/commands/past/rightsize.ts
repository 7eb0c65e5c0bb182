import { Option } from 'commander';
import { PolicyCache } from '../../../shared/evaluation/index.ts';
import { userErrors } from '../../../shared/model/index.ts';
import {
  applyRightsizing,
  type Rightsizing,
  rightsize,
  rightsizingReasons,
  workersOf,
} from '../../../shared/operations/index.ts';
import { rightsizeDocument, rightsizeText, unknownGroup } from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { becauseOption, commandActor } from '../../actor.ts';
import { type Deployment, groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { wrongUsage } from '../../errors/index.ts';
import { WholeFile } from '../../files/whole-file.ts';
import { limitOf, type TableOptions, viewOf, wideOption } from '../../options.ts';
import { untilActive } from '../../until-active.ts';

/** CloudWatch keeps datapoints of five minutes for 63 days. Percentiles of older ones are not to be had. */
const MOST_DAYS = 63;
const errors = userErrors(rightsizingReasons);

interface Options extends StageOptions, TableOptions {
  readonly days: number;
  readonly html?: string;
  readonly apply?: boolean;
  readonly because?: string;
  readonly wait: boolean;
}

export const rightsizeCommand = stageCommand('rightsize')
  .addArgument(groupArgument('<group>'))
  .addOption(new Option('--days <n>', `how many days, at most ${MOST_DAYS}`).argParser(limitOf(MOST_DAYS)).default(14))
  .option('--html <file>', 'write a page: the hours of the week, the instance types, the evidence')
  .option('--apply', 'write a version of the policy with the recommended types; needs --because')
  .addOption(becauseOption('the reason for --apply; it is stored with the version'))
  .option('--no-wait', 'with --apply, return as soon as the policy is written')
  .addOption(wideOption())
  .addHelpText(
    'after',
    `
CPU is EC2's CPUUtilization of each worker, memory is mem_used_percent of the CloudWatch agent, also of workers that were
terminated. Prices are on-demand prices. HEADROOM: what stays free of CPU or memory at the highest peak. Nothing is
changed without --apply, which needs a whole measured week.
CloudWatch charges about $0.01 for 250 workers.`,
  )
  .action(async (group: string, { days, html, apply, ...options }: Options) => {
    if (apply && options.because === undefined) {
      throw wrongUsage('--apply needs --because: the reason is stored with the version and in the audit trail.');
    }
    await withDeployment(options, async (deployment) => {
      const { policy, version, state, use } = await rightsizing(group, deployment, options);
      const measured = await rightsize(policy, { days, now: Date.now(), state }, use);
      const found = rightsizeDocument(measured);
      if (html !== undefined) await writePage(html, found, options);
      if (!options.json) {
        print(rightsizeText(found, { view: viewOf(options), isWide: options.output === 'wide' }));
        if (html !== undefined) printNote(`Wrote ${html}.`);
      }
      const applied = apply ? await written(measured, version, deployment, options) : null;
      if (options.json) return printJson(applied === null ? found : { ...found, applied });
      if (applied !== null) print(appliedText(group, applied));
    });
  });

/** Writes the recommended types, and waits until they are active. */
async function written(
  measured: Rightsizing,
  active: number,
  { store, audit }: Deployment,
  { because, wait }: Pick<Options, 'because' | 'wait'>,
) {
  const { errors: oldFaults } = await store.records.status(measured.group);
  const change = { actor: commandActor(because), version: active };
  const { document, ...applied } = await applyRightsizing(measured, change, { ...store, ...audit });
  const isWaiting = wait && applied.result === 'written';
  const version = isWaiting ? (await untilActive({ document, oldFaults }, store.records)).version : null;
  return { ...applied, version };
}

function appliedText(group: string, { result, from, to, version }: Awaited<ReturnType<typeof written>>): string {
  if (result === 'unchanged') return `${group}: the policy names these types already`;
  const change = `instanceTypes ${to.join(', ')} instead of ${from.join(', ')}`;
  return version === null
    ? `${group}: written, with ${change}`
    : `${group}: version ${version} is active, with ${change}`;
}

/** The policy in force, and what measures its workers. */
async function rightsizing(group: string, deployment: Deployment, { stage }: StageOptions) {
  const { store, evaluation, clients } = deployment;
  const [state] = (await store.states.read([group])).usable();
  if (!state) throw unknownGroup(group, deployment);
  const { version } = state.policy;
  if (version === null) throw errors['rightsize-no-policy']({ group });
  const { policies, errors: unusable } = await new PolicyCache().read([{ group, version }], store.policies);
  const policy = policies.get(group);
  if (!policy) throw unusable.get(group) ?? errors['rightsize-no-policy']({ group });
  const [{ rightsizingOnAws }, { sdkConnections }] = await Promise.all([
    import('../../../shared/runtime/rightsizing.ts'),
    import('../../../shared/aws/sdk-connections.ts'),
  ]);
  const aws = rightsizingOnAws(sdkConnections(clients), { stage, records: store.prices, activities: store.activities });
  const running = async () =>
    (await workersOf(group, evaluation)).flatMap(({ id, launchedAt, details: { instanceType: type } }) =>
      type ? [{ id, launchedAt, type }] : [],
    );
  return { policy, version, state, use: { ...aws, running } };
}

async function writePage(
  html: string,
  found: ReturnType<typeof rightsizeDocument>,
  { stage }: StageOptions,
): Promise<void> {
  const { rightsizePageOf } = await import('../../../shared/report-page/index.ts');
  const file = new WholeFile(html);
  file.write(rightsizePageOf(found, { stage }));
  file.keep();
}
