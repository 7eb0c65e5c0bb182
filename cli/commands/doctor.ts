import { examine, type Finding, mend } from '../../shared/evaluation/index.ts';
import { type Deployment, type StageOptions, stageCommand, withDeployment } from '../aws.ts';
import { Failure } from '../failure.ts';
import { print, printJson, tell } from '../output.ts';

interface Options extends StageOptions {
  readonly fix?: boolean;
}

export const doctorCommand = stageCommand('doctor')
  .description('find workers, activities and claims that are not as they should be; exits 1 when any are left')
  .option('--fix', 'mend what can be mended')
  .action((options: Options) =>
    withDeployment(options, async (deployment) => {
      const found = await examine(deployment.store.records, deployment.evaluation);
      const told = [];
      for (const finding of found) {
        told.push({ ...finding, mended: options.fix === true && (await mended(finding, deployment)) });
      }
      if (options.json) printJson(told);
      else print(told.length === 0 ? 'Everything is as it should be.' : told.map(lineOf).join('\n'));
      const left = told.filter(({ mended: isMended, kind }) => !isMended && kind !== 'vanished');
      if (left.length === 0) return;
      const remedy = left.some((finding) => finding.remedy !== null) && !options.fix;
      throw new Failure(
        `${left.length} left.${remedy ? ' "npx headcount doctor --fix" mends what can be mended.' : ''}`,
      );
    }),
  );

async function mended(finding: Finding, { evaluation }: Deployment): Promise<boolean> {
  try {
    return finding.remedy !== null && (await mend(finding, evaluation));
  } catch (error) {
    tell(`${finding.group}: ${(error as Error).message}`);
    return false;
  }
}

const lineOf = ({ told, mended: isMended }: Finding & { readonly mended: boolean }): string =>
  isMended ? `${told} Mended.` : told;
