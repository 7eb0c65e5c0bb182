import type { Clients } from '../aws/clients.ts';
import { awsAccountFacts } from '../aws/preflight/account-facts.ts';
import { awsRoleFacts } from '../aws/preflight/role-facts.ts';
import type { AccountFacts, KindChecks, RoleRequest } from '../operations/index.ts';
import { providerPreflights } from '../providers/preflight/registry.ts';
import { knownMetrics } from '../sources/preflights.ts';

/** What a preflight needs beyond an evaluation. `version`: of this Headcount. */
export function awsPreflight(
  { cloudwatch }: Pick<Clients, 'cloudwatch'>,
  { stage, version }: Pick<RoleRequest, 'stage' | 'version'>,
): { readonly account: AccountFacts; readonly checks: KindChecks; readonly role: RoleRequest } {
  const clients = { cloudwatch };
  const providers = providerPreflights({ clients, stage });
  return {
    account: awsAccountFacts(cloudwatch.config),
    role: { facts: awsRoleFacts(cloudwatch.config, stage), stage, version },
    checks: {
      provider: async (kind, request) => (await providers.get(kind)?.(request)) ?? [],
      known: (requests) => knownMetrics(clients, requests),
    },
  };
}
