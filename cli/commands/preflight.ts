import { blocked, type Check } from '../../shared/model/index.ts';
import { EVALUATING_FUNCTIONS } from '../../shared/names/index.ts';
import {
  accountChecks,
  becausePreflight,
  groupChecks,
  roleChecks,
  sharedWithActive,
} from '../../shared/operations/index.ts';
import type { Policy } from '../../shared/policy/index.ts';
import { preflightDocument, preflightSummary, preflightText } from '../../shared/presentation/index.ts';
import { version } from '../../shared/runtime/version.ts';
import { print, printJson, printNote, standardOutput } from '../../shared/terminal/index.ts';
import { type Deployment, groupOf, type StageOptions, stageCommand, withDeployment } from '../aws.ts';
import { errors } from '../errors/index.ts';
import { accepted, checkedPolicies } from '../files/checked-policies.ts';
import { activePolicy, policiesIn } from '../preflight.ts';

interface Options extends StageOptions {
  readonly group?: string;
}

export const preflightCommand = stageCommand('preflight')
  .argument('[files...]', 'policies, YAML or JSON; - is standard input; without any, only the account')
  .option('--group <group>', 'check the active policy of a group instead of files', groupOf)
  .action(async (files: string[], options: Options) => {
    if (files.length > 0 && options.group !== undefined)
      throw errors['wrong-usage']({ what: 'Give files or --group, not both.' });
    const written =
      files.length === 0 ? [] : policiesIn(accepted(await checkedPolicies(files, { stage: options.stage })));
    await withDeployment(options, async (deployment) => {
      const checks = await checksOf(written, options, deployment);
      if (options.json) printJson(checks.map(preflightDocument));
      else print(preflightText(checks, standardOutput()));
      const summary = preflightSummary(checks);
      if (checks.some(({ verdict }) => verdict === 'blocker')) throw errors['preflight-blocked']({ summary });
      printNote(summary);
    });
  });

async function checksOf(
  written: readonly Policy[],
  { stage, group }: Options,
  deployment: Deployment,
): Promise<Check[]> {
  const { evaluation, clients } = deployment;
  const { awsPreflight } = await import('../../shared/runtime/preflighting.ts');
  const { account, checks, role } = awsPreflight(clients, { stage, functions: EVALUATING_FUNCTIONS, version });
  const found = await accountChecks(account, stage);
  // Without credentials, every further check would say the same.
  if (found.length === 1) return found;
  const policies = group === undefined ? written : [await activePolicy(group, deployment)];
  for (const policy of policies) {
    const both = [roleChecks(policy, role), groupChecks(policy, { ...evaluation, checks })];
    found.push(...(await Promise.all(both)).flat());
  }
  const shared = await sharedWithActive(policies, () => deployment.store.records.groups(), evaluation);
  for (const [of, reason] of shared) found.push(blocked(of, reason, becausePreflight['remedy-provider']({})));
  return found;
}
