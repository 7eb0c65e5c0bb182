import { because, type EvaluationReport, evaluate, PolicyCache, preview } from '../../shared/evaluation/index.ts';
import { audited, done, failed } from '../../shared/operations/index.ts';
import {
  decisionReport,
  isoTimes,
  notDescribed,
  reportDocument,
  sentence,
  unknownGroup,
} from '../../shared/presentation/index.ts';
import { print, printJson, standardOutput } from '../../shared/terminal/index.ts';
import { becauseOption, commandActor } from '../actor.ts';
import { type Deployment, groupArgument, type StageOptions, stageCommand, withDeployment } from '../aws.ts';
import { errors } from '../errors/index.ts';

export const evaluateCommand = stageCommand('evaluate')
  .addArgument(groupArgument('<group>'))
  .option('--dry-run', 'only print what would be decided')
  .addOption(becauseOption('the reason; it is in the audit trail'))
  .action((group: string, options: StageOptions & { dryRun?: boolean; because?: string }) =>
    withDeployment(options, async (deployment) => {
      const report = await (options.dryRun ? previewed : evaluated)(group, deployment, options.because);
      if (!report) throw new Error(`${group} was not evaluated`);
      if (options.json) printJson(isoTimes(reportDocument(report)));
      else print(reportText(report));
      if (report.result === 'failed') throw errors['evaluation-failed']({ group, error: String(report.error) });
      const { intent, outcome } = report;
      const isAsked = intent?.kind === 'launch' && intent.plan !== null;
      if (isAsked && outcome?.kind === 'launch' && outcome.launched.length + outcome.ordered === 0) {
        throw errors['nothing-launched']({ group });
      }
    }),
  );

async function mustExist(group: string, deployment: Deployment): Promise<void> {
  if (!(await deployment.store.states.read([group])).has(group)) throw unknownGroup(group, deployment);
}

async function evaluated(group: string, deployment: Deployment, why?: string): Promise<EvaluationReport | undefined> {
  const { evaluation, audit } = deployment;
  const outcome = (report: EvaluationReport | undefined) =>
    report && (report.result === 'failed' ? failed(report.reason) : done(report.reason));
  const action = { action: 'evaluate', actor: commandActor(why), group, outcome } as const;
  return audited(audit, action, async () => {
    await mustExist(group, deployment);
    return (await evaluate([group], 'manual', new PolicyCache(), evaluation))[0];
  });
}

/** What an evaluation would report, if the policy had `dryRun`. */
async function previewed(group: string, deployment: Deployment): Promise<EvaluationReport | undefined> {
  await mustExist(group, deployment);
  const previewed = await preview(group, deployment.evaluation);
  if (!previewed) return undefined;
  const { at, decided, undescribed, notes } = previewed;
  const common = { group, trigger: 'manual' as const, at };
  if (undescribed) throw notDescribed(group, undescribed);
  if (!decided) return { ...common, result: 'skipped', reason: because['no-policy-in-force']({}) };
  const reason = because['dry-run']({ decision: decided.decision.reason });
  return { ...common, result: 'dry-run', reason, ...decided, ...(notes.length > 0 ? { notes } : {}) };
}

function reportText({ reason, seen, decision, finished = [] }: EvaluationReport): string {
  const lines = finished.map((activity) => `Finished activity ${activity}, which an earlier evaluation had begun.`);
  if (decision) lines.push(decisionReport(decision, { ...(seen && { seen }) }, standardOutput()), '');
  return [...lines, sentence(reason)].join('\n');
}
