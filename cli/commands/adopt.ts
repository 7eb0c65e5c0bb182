import { existsSync } from 'node:fs';
import { Option } from 'commander';
import type { ExistingGroup, Step } from '../../shared/adopt/index.ts';
import { invalid, type Reason, UserError } from '../../shared/model/index.ts';
import { sentence } from '../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../shared/terminal/index.ts';
import { groupArgument, type StageOptions, stageCommand } from '../aws.ts';
import { awsError } from '../aws-errors.ts';
import { errors } from '../errors/index.ts';
import { WholeFile } from '../files/whole-file.ts';

interface Options extends StageOptions {
  readonly autoScalingGroup: string;
  readonly out?: string;
  readonly force?: true;
}

export const adoptCommand = stageCommand('adopt')
  .addArgument(groupArgument('<group>'))
  .addOption(new Option('--auto-scaling-group <name>', 'its name in this account and region').makeOptionMandatory())
  .option('--out <file>', 'write the policy there instead of to standard output')
  .option('--force', 'overwrite an existing file')
  .action(async (group: string, options: Options) => {
    const { autoScalingGroup: name, out, stage } = options;
    checkName(name);
    if (out !== undefined && existsSync(out) && !options.force) {
      throw errors['output-exists']({ file: out });
    }
    const file = out === undefined ? null : new WholeFile(out);
    const existing = await read(name).catch((error: unknown) => {
      file?.drop();
      throw error;
    });
    const { adopted, nextSteps, policyText } = await import('../../shared/adopt/index.ts');
    const { document, notes } = adopted(group, existing, Date.now());
    const remarks = notes.map(sentence);
    const steps = nextSteps(group, stage, out ?? `${group}.yaml`, existing);
    const text = policyText(document, `First policy of ${group}, from the Auto Scaling group ${name}.`, remarks);
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
  throw invalid(
    `--auto-scaling-group takes a group's name. ${name} is an ARN: if its account ${account} and region ${region} are those of your AWS profile, give the part after autoScalingGroupName/.`,
  );
}

async function read(name: string): Promise<ExistingGroup> {
  const [
    { cloudwatchClient },
    { autoScalingCall },
    { cloudwatchAlarms, readExistingGroup },
    { AutoScalingGroupError },
  ] = await Promise.all([
    import('../../shared/aws/cloudwatch/client.ts'),
    import('../../shared/providers/auto-scaling-group/api/index.ts'),
    import('../../shared/adopt/index.ts'),
    import('../../shared/providers/auto-scaling-group/errors.ts'),
  ]);
  const client = cloudwatchClient();
  try {
    return await readExistingGroup(autoScalingCall(client.config), cloudwatchAlarms(client), name);
  } catch (error) {
    if (error instanceof AutoScalingGroupError) {
      throw new UserError(sentence(error.reason), { reason: error.reason, cause: error });
    }
    throw awsError(error, undefined) ?? awsError((error as Error).cause, undefined) ?? error;
  } finally {
    client.destroy();
  }
}
