import { ReasonedError } from '../../shared/model/index.ts';
import { audited, examine, type Finding, failed, repair } from '../../shared/operations/index.ts';
import {
  type Examination,
  examinationDocument,
  examinationSummary,
  examinationText,
  leftOf,
  sentence,
} from '../../shared/presentation/index.ts';
import { print, printJson, printNote, standardOutput } from '../../shared/terminal/index.ts';
import { commandActor } from '../actor.ts';
import { type Deployment, type StageOptions, stageCommand, withDeployment } from '../aws.ts';
import { errors } from '../errors/index.ts';

interface Options extends StageOptions {
  readonly fix?: boolean;
}

export const doctorCommand = stageCommand('doctor')
  .option('--fix', 'repair what can be repaired')
  .action((options: Options) =>
    withDeployment(options, async (deployment) => {
      const found = await examine(deployment.store.records, deployment.evaluation);
      const examined: Examination[] = [];
      for (const finding of found) {
        examined.push({ ...finding, mended: options.fix === true && (await isRepaired(finding, deployment)) });
      }
      if (options.json) printJson(examined.map(examinationDocument));
      else print(examinationText(examined, standardOutput()));
      if (examined.length === 0) return;
      const left = leftOf(examined);
      const summary = examinationSummary(examined);
      if (left.length === 0) return printNote(summary);
      const remedy = left.some((finding) => finding.remedy !== null) && !options.fix;
      throw errors['needs-attention']({ summary, repairable: remedy });
    }),
  );

async function isRepaired(finding: Finding, { evaluation, audit }: Deployment): Promise<boolean> {
  const { group, kind, subject, reason, remedy } = finding;
  if (remedy === null) return false;
  const action = {
    action: 'repair',
    actor: commandActor(),
    group,
    params: { kind, subject },
    outcome: (isDone: boolean) => (isDone ? undefined : failed(reason)),
  } as const;
  try {
    return await audited(audit, action, () => repair(finding, evaluation));
  } catch (error) {
    const text = error instanceof ReasonedError ? sentence(error.reason) : (error as Error).message;
    printNote(`${finding.group}: ${text}`);
    return false;
  }
}
