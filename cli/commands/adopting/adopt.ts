import { existsSync } from 'node:fs';
import type { Step } from '../../../shared/adopt/index.ts';
import type { Reason } from '../../../shared/model/index.ts';
import { sentence } from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { groupArgument, type StageOptions, stageCommand } from '../../aws.ts';
import { errors, wrongUsage } from '../../errors/index.ts';
import { WholeFile } from '../../files/whole-file.ts';
import type { Reading } from './read-existing.ts';

interface Options extends StageOptions {
  readonly autoScalingGroup?: string;
  readonly ecsService?: string;
  readonly ec2Fleet?: string;
  readonly lambda?: string;
  readonly out?: string;
  readonly force?: true;
}

export const adoptCommand = stageCommand('adopt')
  .addArgument(groupArgument('<group>'))
  .option('--auto-scaling-group <name>', 'its name in this account and region')
  .option('--ecs-service <cluster/service>', 'an ECS service in this account and region')
  .option('--ec2-fleet <id>', 'an EC2 Fleet of the type maintain')
  .option('--lambda <function>', 'a function that resizes, of the provider lambda')
  .option('--out <file>', 'write the policy there instead of to standard output')
  .option('--force', 'overwrite an existing file')
  .action(async (group: string, options: Options) => {
    const { out, stage } = options;
    const reading = readingOf(group, options);
    if (out !== undefined && existsSync(out) && !options.force) {
      throw errors['output-exists']({ file: out });
    }
    const file = out === undefined ? null : new WholeFile(out);
    const {
      origin,
      adopted,
      steps: own,
    } = await reading().catch((error: unknown) => {
      file?.drop();
      throw error;
    });
    const { nextSteps, policyText } = await import('../../../shared/adopt/index.ts');
    const { document, notes } = adopted;
    const remarks = notes.map(sentence);
    const steps = nextSteps(group, stage, out ?? `${group}.yaml`, own);
    const text = policyText(adopted, `First policy of ${group}, from ${origin}.`, remarks);
    file?.write(text);
    file?.keep();
    if (options.json) {
      printJson({
        policy: document,
        notes: notes.map(noteDocument),
        nextSteps: steps,
        ...(out !== undefined && { file: out }),
      });
      return;
    }
    if (out === undefined) print(text.trimEnd());
    printNote(report(out, remarks, steps));
  });

/** What is adopted: exactly one of the options names it. */
function readingOf(group: string, options: Options): () => Promise<Reading> {
  const { autoScalingGroup, ecsService, ec2Fleet, lambda, stage } = options;
  const named = [autoScalingGroup, ecsService, ec2Fleet, lambda].filter((each) => each !== undefined);
  if (named.length !== 1) {
    throw wrongUsage('Name what to adopt with one of --auto-scaling-group, --ecs-service, --ec2-fleet and --lambda.');
  }
  const asked = { group, stage };
  if (ecsService !== undefined) {
    if (!/^[A-Za-z0-9_-]{1,255}\/[A-Za-z0-9_-]{1,255}$/.test(ecsService)) {
      throw wrongUsage(
        `--ecs-service takes the names of a cluster and a service, such as main/web, not ${ecsService}.`,
      );
    }
    return async () => (await import('./read-existing.ts')).readEcsService(ecsService, asked);
  }
  if (ec2Fleet !== undefined) {
    if (!FLEET_ID.test(ec2Fleet)) {
      throw wrongUsage(
        `--ec2-fleet takes the id of a fleet, such as fleet-12a34b55-67cd-8ef9-ba9b-9208dabc1234, not ${ec2Fleet}. "aws ec2 describe-fleets" lists the ids.`,
      );
    }
    return async () => (await import('./read-existing.ts')).readEc2Fleet(ec2Fleet, asked);
  }
  if (lambda !== undefined) {
    return async () => (await import('./read-existing.ts')).readFunction(lambda, asked);
  }
  const name = autoScalingGroup ?? '';
  checkName(name);
  return async () => (await import('./read-existing.ts')).readAutoScalingGroup(name, asked);
}

const FLEET_ID = /^fleet-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const noteDocument = (note: Reason) => ({ ...note, text: sentence(note) });

function report(out: string | undefined, remarks: readonly string[], steps: readonly Step[]): string {
  const lines = out === undefined ? [] : [`Wrote ${out}.`];
  if (remarks.length > 0) lines.push('', 'Check:', ...remarks.map((remark) => `  - ${remark}`));
  lines.push('', 'Next:');
  steps.forEach(({ what, command }, index) => {
    lines.push(`  ${index + 1}. ${what}`);
    if (command !== '') lines.push(`     ${command}`);
  });
  return lines.join('\n').trimStart();
}

/** Rejects the ARN of a group in another account or region, which this command cannot read. */
function checkName(name: string): void {
  const [, , , region, account] = name.split(':');
  if (!name.startsWith('arn:')) return;
  throw wrongUsage(
    `--auto-scaling-group takes a group's name. ${name} is an ARN: if its account ${account} and region ${region} are those of your AWS profile, give the part after autoScalingGroupName/.`,
  );
}
