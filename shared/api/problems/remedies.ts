import type { Reason } from '../../model/index.ts';
import { sentence } from '../../presentation/index.ts';

type Remedy = (params: Readonly<Record<string, unknown>>) => string | null;

const LIST_GROUPS: Remedy = () => 'GET /groups lists the groups.';
const LIST_VERSIONS: Remedy = ({ group }) => `GET /groups/${group}/versions lists the versions.`;
const WRITE_AGAIN = (group: unknown) => `PUT /groups/${group}/policy`;

/** What callers of the API can do about failures whose catalogs have remedies for the command line. By code. */
const REMEDIES: Readonly<Record<string, Remedy>> = {
  'group-unknown': ({ group }) => `GET /groups lists the groups, and ${WRITE_AGAIN(group)} adds this one.`,
  'version-unknown': (params) => (params['newest'] === null ? null : LIST_VERSIONS(params)),
  'version-before-unknown': LIST_VERSIONS,
  'version-not-active': (params) => `Name the version in "to". ${LIST_VERSIONS(params)}`,
  'version-rejected': ({ group }) =>
    `GET /groups/${group}/versions has its document: correct it, and write it with ${WRITE_AGAIN(group)}.`,
  'policy-changed-meanwhile': (params) => `${LIST_VERSIONS(params)} Repeat the request if you still want it.`,
  'policy-missing': LIST_GROUPS,
  'control-unknown-group': LIST_GROUPS,
  'control-no-policy': ({ group }) => `GET /groups/${group} shows why.`,
  'control-deleted': ({ group }) => `Write the policy again to keep the workers: ${WRITE_AGAIN(group)}.`,
  'control-conflict': () => 'Repeat the request.',
  'control-below-minimum': ({ bound }) => `Choose at least ${bound}, or add "force": true.`,
  'control-above-maximum': ({ bound }) => `Choose at most ${bound}, or add "force": true.`,
  'control-below-floor': ({ bound }) => `Choose at least ${bound}, or change the policy.`,
  'control-above-cap': ({ bound }) => `Choose at most ${bound}, or change the policy.`,
  'rollout-of-no-kind': ({ instead }) =>
    instead ? sentence(instead as Reason) : 'Replace the workers with the tools of their provider.',
  'rollout-target-unknown': () => 'Create the version, or name another one in "version".',
  'rollout-nothing-in-progress': ({ group }) => `POST /groups/${group}/replace without "action" begins one.`,
  'rollout-not-paused': ({ group }) => `GET /groups/${group} shows what it waits for.`,
  'rollout-nothing-to-return-to': () => 'Name the version to run in "version".',
  'control-policy-paused': ({ group }) => `Write the policy without "paused": ${WRITE_AGAIN(group)}.`,
};

/** What a caller of the API can do; null if nothing is known. */
export const apiRemedy = ({ code, params }: Reason): string | null => REMEDIES[code]?.(params) ?? null;
