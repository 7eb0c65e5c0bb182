import { UserError } from '../../shared/model/index.ts';
import { examine, type Finding, repair } from '../../shared/operations/index.ts';
import { print, printJson, tell } from '../../shared/terminal/index.ts';
import { type Deployment, type StageOptions, stageCommand, withDeployment } from '../aws.ts';

interface Options extends StageOptions {
  readonly fix?: boolean;
}
export type Examination = Finding & { readonly mended: boolean };

/** Told of, so that a person knows; there is nothing to be done about them. */
const NO_FAILURE: ReadonlySet<Finding['kind']> = new Set(['vanished', 'released']);

export const doctorCommand = stageCommand('doctor')
  .description('find workers, activities and claims that are not as they should be; exits 1 when any are left')
  .option('--fix', 'mend what can be mended')
  .action((options: Options) =>
    withDeployment(options, async (deployment) => {
      const found = await examine(deployment.store.records, deployment.evaluation);
      const told: Examination[] = [];
      for (const finding of found) {
        told.push({ ...finding, mended: options.fix === true && (await mended(finding, deployment)) });
      }
      if (options.json) printJson(told);
      else print(told.length === 0 ? 'Everything is as it should be.' : told.map(lineOf).join('\n'));
      if (told.length === 0) return;
      const left = leftOf(told);
      const summary = summaryOf(told);
      if (left.length === 0) return tell(summary);
      const remedy = left.some((finding) => finding.remedy !== null) && !options.fix;
      throw new UserError(`${summary}${remedy ? ' "npx headcount doctor --fix" mends what can be mended.' : ''}`);
    }),
  );

const leftOf = (told: readonly Examination[]): readonly Examination[] =>
  told.filter(({ mended: isMended, kind }) => !isMended && !NO_FAILURE.has(kind));

/** `3 found, 1 mended, 1 to be looked at.`: whatever is neither is told for information. */
export function summaryOf(told: readonly Examination[]): string {
  const mendedCount = told.filter((finding) => finding.mended).length;
  const left = leftOf(told).length;
  const parts = [
    `${told.length} found`,
    ...(mendedCount > 0 ? [`${mendedCount} mended`] : []),
    `${left === 0 ? 'none' : left} to be looked at`,
  ];
  return `${parts.join(', ')}.`;
}

async function mended(finding: Finding, { evaluation }: Deployment): Promise<boolean> {
  try {
    return finding.remedy !== null && (await repair(finding, evaluation));
  } catch (error) {
    tell(`${finding.group}: ${(error as Error).message}`);
    return false;
  }
}

const lineOf = ({ told, mended: isMended }: Examination): string => (isMended ? `${told} Mended.` : told);
