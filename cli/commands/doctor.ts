import { UserError } from '../../shared/model/index.ts';
import { examine, type Finding, repair } from '../../shared/operations/index.ts';
import { sentence } from '../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../shared/terminal/index.ts';
import { type Deployment, type StageOptions, stageCommand, withDeployment } from '../aws.ts';

interface Options extends StageOptions {
  readonly fix?: boolean;
}
export type Examination = Finding & { readonly mended: boolean };

/** For information: there is nothing to be done about them. */
const NO_FAILURE: ReadonlySet<Finding['kind']> = new Set(['vanished', 'released']);

export const doctorCommand = stageCommand('doctor')
  .description('find workers, activities and claims that need attention; exits 1 when any are left')
  .option('--fix', 'repair what can be repaired')
  .action((options: Options) =>
    withDeployment(options, async (deployment) => {
      const found = await examine(deployment.store.records, deployment.evaluation);
      const examined: Examination[] = [];
      for (const finding of found) {
        examined.push({ ...finding, mended: options.fix === true && (await isRepaired(finding, deployment)) });
      }
      if (options.json) printJson(examined.map(documentOf));
      else print(examined.length === 0 ? 'Nothing needs attention.' : examined.map(lineOf).join('\n'));
      if (examined.length === 0) return;
      const left = leftOf(examined);
      const summary = summaryOf(examined);
      if (left.length === 0) return printNote(summary);
      const remedy = left.some((finding) => finding.remedy !== null) && !options.fix;
      throw new UserError(`${summary}${remedy ? ' "npx headcount doctor --fix" repairs what can be repaired.' : ''}`);
    }),
  );

const leftOf = (examined: readonly Examination[]): readonly Examination[] =>
  examined.filter(({ mended: isRepaired, kind }) => !isRepaired && !NO_FAILURE.has(kind));

/** `3 found, 1 repaired, 1 needs attention.` The remaining finding is informational. */
export function summaryOf(examined: readonly Examination[]): string {
  const repairedCount = examined.filter((finding) => finding.mended).length;
  const left = leftOf(examined).length;
  const parts = [
    `${examined.length} found`,
    ...(repairedCount > 0 ? [`${repairedCount} repaired`] : []),
    `${left === 0 ? 'none' : left} ${left === 1 ? 'needs' : 'need'} attention`,
  ];
  return `${parts.join(', ')}.`;
}

async function isRepaired(finding: Finding, { evaluation }: Deployment): Promise<boolean> {
  try {
    return finding.remedy !== null && (await repair(finding, evaluation));
  } catch (error) {
    printNote(`${finding.group}: ${(error as Error).message}`);
    return false;
  }
}

const documentOf = ({ reason, kind, group, subject, ...rest }: Examination): object => ({
  ...{ kind, group, subject, told: sentence(reason), ...reason, ...rest },
});

const lineOf = ({ reason, mended }: Examination): string =>
  mended ? `${sentence(reason)} Repaired.` : sentence(reason);
