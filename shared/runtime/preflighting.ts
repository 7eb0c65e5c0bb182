import type { Clients } from '../aws/clients.ts';
import { awsAccountFacts } from '../aws/preflight/account-facts.ts';
import { functionFacts } from '../aws/preflight/functions.ts';
import { awsRoleFacts } from '../aws/preflight/role-facts.ts';
import type { AccountFacts, KindChecks, RoleRequest } from '../operations/index.ts';
import { providerPreflights } from '../providers/preflight/registry.ts';
import { knownMetrics } from '../sources/preflights.ts';

/** What a preflight needs beyond an evaluation. `version`: of this Headcount. */
export function awsPreflight(
  { cloudwatch }: Pick<Clients, 'cloudwatch'>,
  { stage, functions: names, version }: Omit<RoleRequest, 'facts'>,
): { readonly account: AccountFacts; readonly checks: KindChecks; readonly role: RoleRequest } {
  const clients = { cloudwatch };
  const functions = functionFacts(cloudwatch.config);
  const providers = providerPreflights({ clients, functions, stage });
  return {
    account: awsAccountFacts(cloudwatch.config, functions),
    role: { facts: awsRoleFacts(cloudwatch.config, stage, functions), stage, functions: names, version },
    checks: {
      provider: async (kind, request) => (await providers.get(kind)?.(request)) ?? [],
      known: (requests) => knownMetrics(clients, requests),
    },
  };
}
