import { setTimeout as sleep } from 'node:timers/promises';
import { type Check, isUnchecked } from '../shared/model/index.ts';
import { activePolicies, groupChecks, roleChecks } from '../shared/operations/index.ts';
import { type Policy, parseDeployable } from '../shared/policy/index.ts';
import { sentence, unknownGroup } from '../shared/presentation/index.ts';
import { version } from '../shared/runtime/version.ts';
import type { Deployment, StageOptions } from './aws.ts';
import { errors } from './errors/index.ts';

/** Checks that take longer are left out: the policy is written, and its author should not wait. */
const LONGEST_MS = 15_000;

/** The policies of those documents that are deployable. */
export const policiesIn = (documents: readonly unknown[]): Policy[] =>
  documents.flatMap((document) => {
    const parsed = parseDeployable(document);
    return parsed.ok ? [parsed.value] : [];
  });

/** A note of the provider, or its own reason why it cannot describe the group. */
export const isOfProvider = ({ verdict, reason: { code } }: Check): boolean =>
  code === 'preflight-note' || (code === 'preflight-undescribed' && verdict === 'blocker');

/** The policy in force of a group. */
export async function activePolicy(group: string, { evaluation, store, table }: Deployment): Promise<Policy> {
  const state = (await store.states.read([group])).get(group);
  if (!state) throw unknownGroup(group, { table });
  const policy = (await activePolicies([state], evaluation)).get(group);
  if (!policy) throw errors['no-active-policy']({ group });
  return policy;
}

/** What is wrong, and what to do about it. */
export const problemText = ({ reason, remedy }: Check): string =>
  `${sentence(reason)}${remedy ? ` ${sentence(remedy)}` : ''}`;

/** The problems of the groups of some documents. What cannot be checked is left out, and no error is thrown. */
export async function problemsOf(
  documents: readonly unknown[],
  { stage }: StageOptions,
  { evaluation, clients }: Pick<Deployment, 'evaluation' | 'clients'>,
  longestMs = LONGEST_MS,
): Promise<Check[]> {
  const { awsPreflight } = await import('../shared/runtime/preflighting.ts');
  // Simulations take a while, and the author of a policy should not wait for those of three roles.
  const { checks, role } = awsPreflight(clients, { stage, functions: ['evaluate'], version });
  const inTime = (checked: Promise<Check[]>): Promise<Check[]> =>
    Promise.race([checked.catch(() => []), sleep(longestMs, [], { ref: false })]);
  const found = await Promise.all(
    policiesIn(documents).flatMap((policy) => [
      // Simulations of roles run one after the other. With many groups, some may not end in time.
      inTime(roleChecks(policy, role)),
      inTime(groupChecks(policy, { ...evaluation, checks })),
    ]),
  );
  return found.flat().filter((check) => check.verdict !== 'ok' && !isUnchecked(check));
}
