import { type EvaluationReport, evaluate, PolicyCache } from '../../shared/evaluation/index.ts';
import { UserError } from '../../shared/model/index.ts';
import { decisionText, reportDocument, sentence, unknownGroup } from '../../shared/presentation/index.ts';
import { print, printJson } from '../../shared/terminal/index.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../aws.ts';

export const evaluateCommand = stageCommand('evaluate')
  .description('evaluate a group now, from this shell; launches and terminates workers as the deployed function does')
  .addArgument(groupArgument('<group>'))
  .action((group: string, options: StageOptions) =>
    withDeployment(options, async (deployment) => {
      const { store, evaluation } = deployment;
      if (!(await store.states.read([group])).has(group)) throw unknownGroup(group, deployment);
      const [report] = await evaluate([group], 'manual', new PolicyCache(), evaluation);
      if (!report) throw new Error(`${group} was not evaluated`);
      if (options.json) printJson(reportDocument(report));
      else print(reportText(report));
      if (report.result === 'failed') throw new UserError(`${group}: ${report.error}`);
      const { intent, outcome } = report;
      const isAsked = intent?.kind === 'launch' && intent.plan !== null;
      if (isAsked && outcome?.kind === 'launch' && outcome.launched.length + outcome.ordered === 0) {
        throw new UserError(
          `${group}: nothing was launched; "npx headcount explain ${group}" tells what EC2 answered.`,
        );
      }
    }),
  );

function reportText({ reason, decision, finished = [] }: EvaluationReport): string {
  const lines = finished.map((activity) => `Finished activity ${activity}, which an earlier evaluation had begun.`);
  if (decision) lines.push(decisionText(decision), '');
  return [...lines, sentence(reason)].join('\n');
}
