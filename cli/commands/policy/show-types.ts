import { Option } from 'commander';
import { type PricedTypes, pricedTypes } from '../../../shared/operations/index.ts';
import type { Policy } from '../../../shared/policy/index.ts';
import { sentence, typesDocument, typesText } from '../../../shared/presentation/index.ts';
import { pricingFor } from '../../../shared/providers/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { type Deployment, groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { errors } from '../../errors/index.ts';
import { accepted, checkedPolicies } from '../../files/checked-policies.ts';
import { type TableOptions, viewOf, wideOption } from '../../options.ts';
import { activePolicy, policiesIn } from '../../preflight.ts';

interface Options extends StageOptions, TableOptions {
  readonly policy?: string;
}

export const showTypesCommand = stageCommand('show-types')
  .addArgument(groupArgument('[group]'))
  .addOption(new Option('--policy <file>', 'a policy file instead of the active policy; - is standard input'))
  .addOption(wideOption())
  .addHelpText(
    'after',
    `
EC2 matches requirements when it launches, so the list changes as AWS adds types. It does not consider capacity.
Prices are those of the policy, those that are stored, or AWS's current ones. SPOT: the zones with the lowest and the
highest price.`,
  )
  .action(async (group: string | undefined, { policy: file, ...options }: Options) => {
    const written = file === undefined ? null : await policyIn(file, group, options);
    if (written === null && group === undefined) {
      throw errors['wrong-usage']({ what: 'Give a group, or --policy FILE.' });
    }
    await withDeployment(options, async (deployment) => {
      const policy = written ?? (await activePolicy(group ?? '', deployment));
      const found = await typesOf(policy, deployment);
      if (options.json) printJson(typesDocument(policy.group, found));
      else {
        print(typesText(policy.group, found, viewOf(options)));
        for (const { reason, remedy } of found.notes) {
          printNote(remedy ? `${sentence(reason)} ${sentence(remedy)}` : sentence(reason));
        }
      }
      if (!found.types.some(({ launchable }) => launchable)) throw errors['no-type-to-launch']({ group: policy.group });
    });
  });

/** The policy of a file; `group` says which one if there are several. */
async function policyIn(file: string, group: string | undefined, { stage }: StageOptions): Promise<Policy> {
  const all = policiesIn(accepted(await checkedPolicies([file], { stage })));
  const [found, ...others] = all.filter((policy) => group === undefined || policy.group === group);
  if (found && others.length === 0) return found;
  const groups = all.map((policy) => policy.group).join(', ') || 'none that can be deployed';
  throw errors['wrong-usage']({ what: `${file} has the policies of ${groups}. Name one group beside --policy.` });
}

async function typesOf({ group, provider }: Policy, { evaluation, clients }: Deployment): Promise<PricedTypes> {
  const [{ kindsWithTypes, launchTypes }, { priceLists }] = await Promise.all([
    import('../../../shared/providers/types/registry.ts'),
    import('../../../shared/runtime/price-lists.ts'),
  ]);
  const found = provider ? await launchTypes(group, provider) : null;
  const pricing = pricingFor(provider);
  if (!found || !pricing) {
    throw errors['no-instance-types']({ group, kind: provider?.kind ?? 'none', kinds: kindsWithTypes });
  }
  const records = evaluation.prices ?? { read: async () => ({}) };
  return pricedTypes(found, pricing, { records, lists: priceLists(clients.cloudwatch.config) }, Date.now());
}
