import type { Clients } from '../aws/clients.ts';
import { awsAccountFacts } from '../aws/preflight/account-facts.ts';
import type { AccountFacts, KindChecks } from '../operations/index.ts';
import { providerPreflights } from '../providers/preflight/registry.ts';
import { knownMetrics } from '../sources/preflights.ts';

/** What a preflight needs beyond an evaluation. */
export function awsPreflight(
  { cloudwatch }: Pick<Clients, 'cloudwatch'>,
  stage: string,
): { readonly account: AccountFacts; readonly checks: KindChecks } {
  const clients = { cloudwatch };
  const providers = providerPreflights({ clients, stage });
  return {
    account: awsAccountFacts(cloudwatch.config),
    checks: {
      provider: async (kind, request) => (await providers.get(kind)?.(request)) ?? [],
      known: (requests) => knownMetrics(clients, requests),
    },
  };
}
