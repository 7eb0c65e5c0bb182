import {
  counted,
  define,
  failureText,
  figure,
  inSeries,
  LOG_IN_AGAIN,
  makers,
  type Reason,
  workersText,
} from '../../model/index.ts';

/** The names of roles, and of their functions in the same order. */
type OfRoles = { roles: string[]; functions: string[] };
const theRoles = ({ roles, functions }: OfRoles): string =>
  roles.length === 1
    ? `role ${roles} of the function ${functions}`
    : `roles ${inSeries(roles, 'and')} of the functions ${inSeries(functions, 'and')}`;

type OfMetric = { metric: string; source: string };

const UNLESS = {
  version: '. Another version of Headcount deployed this stage. That version may not need the call',
  resource: '. A resource-based policy may also allow the call, but the simulation does not include such policies',
};

/** What a preflight finds in the account and in the metrics of a policy, and the remedies. */
export const reasons = {
  'preflight-identity': define<{ account: string; region: string; arn: string }>(
    'The credentials are valid.',
    ({ account, region, arn }) => `Credentials of ${arn} for account ${account}, region ${region}`,
  ),
  'preflight-no-identity': define<{ error: string }>(
    'AWS does not accept the credentials, or none were found.',
    ({ error }) => `AWS does not accept the credentials: ${error}`,
  ),
  'preflight-fault': define<{ error: string }>(
    'AWS throttles the call or has an internal error, or a proxy answered instead.',
    ({ error }) => `AWS, or a proxy instead of it, answered with an error: ${error}`,
  ),
  'remedy-later': define<Record<never, never>>(
    'Try again later, and check the network.',
    () => 'Try again in a minute. If the error persists, check the network and AWS_ENDPOINT_URL',
  ),
  'preflight-unreachable': define<{ error: string }>(
    'AWS does not answer.',
    ({ error }) => `AWS does not answer: ${error}`,
  ),
  'remedy-network': define<Record<never, never>>(
    'Check network, region and endpoint.',
    () => 'Check the network, AWS_REGION and AWS_ENDPOINT_URL',
  ),
  'remedy-renew': define<Record<never, never>>('Renew the credentials.', () => LOG_IN_AGAIN),
  'preflight-deployed': define<{ stage: string }>(
    'The stage is deployed.',
    ({ stage }) => `The stage ${stage} is deployed`,
  ),
  'preflight-stack-failed': define<{ stack: string; status: string }>(
    'The last deployment of the stack failed or has not ended.',
    ({ stack, status }) => `The stack ${stack} is in status ${status}`,
  ),
  'preflight-not-deployed': define<{ stage: string }>(
    'The stage is not deployed in this account and region.',
    ({ stage }) => `The stage ${stage} is not deployed in this account and region`,
  ),
  'remedy-deploy': define<{ stage: string }>(
    'Deploy the stage.',
    ({ stage }) => `Run "npx cdk deploy --context stage=${stage}", or choose another stage with --stage`,
  ),
  'role-may': define<OfRoles>(
    'The roles of functions that evaluate may make the calls that the policy needs.',
    (of) => `The ${theRoles(of)} may make the calls that this policy needs`,
  ),
  'role-lacks-statement': define<{ statement: string; actions: string[]; resources: string[] }>(
    'Calls of one IAM statement of Headcount that the role may not make.',
    ({ actions, resources }) => `${actions.join(', ')} on ${resources.join(', ')}`,
  ),
  'role-lacks': define<OfRoles & { lacks: Reason[] }>(
    'The roles of functions that evaluate may not make calls that the policy needs. `lacks`: the calls.',
    ({ lacks, ...of }, phrase) => `The ${theRoles(of)} may not call ${lacks.map(phrase).join('; ')}`,
  ),
  'remedy-role': define<{
    stage: string;
    statements: string[];
    roles: number;
    isExtended?: true;
    unless?: 'version' | 'resource';
  }>(
    'Deploy the stage, or add the statements to the roles again. `roles`: how many roles lack them. `isExtended`: the policy uses an extension, with which the stage must be deployed. `unless`: why this may be unnecessary. `version`: another version of Headcount deployed the stage. `resource`: a resource-based policy may allow the call, and the simulation does not include such policies.',
    ({ stage, statements, roles, isExtended, unless }) => {
      const them = statements.length === 1 ? 'it' : 'them';
      const named = `the ${statements.length === 1 ? 'statement' : 'statements'} ${statements.join(', ')}`;
      const command = isExtended
        ? `Deploy the stage ${stage} with the extension that the policy uses, for example with "npx cdk deploy --context stage=${stage} --context extensions=MODULE"`
        : `Run "npx cdk deploy --context stage=${stage}"`;
      return `${command}. If that changes nothing, add ${named} to ${roles === 1 ? 'the policy of the role' : 'the policies of the roles'} again, because CloudFormation does not restore statements that were removed by hand. If the ${roles === 1 ? 'role already has' : 'roles already have'} ${them}, another statement or the permissions boundary denies the call${unless === undefined ? '' : UNLESS[unless]}`;
    },
  ),
  'role-unclear': define<OfRoles & { lacks: Reason[]; keys: string[] }>(
    "IAM's policy simulator cannot judge calls that the policy needs. `keys`: the condition keys on which the answer depends. It is empty if a service control policy denies the calls, because the simulator cannot judge all conditions of such policies.",
    ({ lacks, keys, ...of }, phrase) =>
      `Not checked: whether the ${theRoles(of)} may call ${lacks.map(phrase).join('; ')}. ${keys.length > 0 ? `The answer depends on condition keys that only a real call has: ${keys.join(', ')}` : 'A service control policy denies the call, but the policy simulator cannot judge all conditions of such policies'}`,
  ),
  'remedy-role-unclear': define<{ roles: string[] }>(
    'Check the conditions by hand.',
    ({ roles }) =>
      `Check the conditions in the policies of ${inSeries(roles, 'and')}, in ${roles.length === 1 ? 'its permissions boundary' : 'their permissions boundaries'} and in the service control policies of your organization`,
  ),
  'remedy-stack-events': define<{ stack: string }>(
    'Look at the events of the stack.',
    ({ stack }) => `Run "aws cloudformation describe-stack-events --stack-name ${stack}", and deploy again`,
  ),
  'preflight-bootstrapped': define<Record<never, never>>(
    'The account and region are ready for the CDK.',
    () => 'The CDK is bootstrapped',
  ),
  'preflight-not-bootstrapped': define<{ status: string | null }>(
    'The account and region are not ready for the CDK.',
    ({ status }) =>
      status === null ? 'The stack CDKToolkit does not exist' : `The stack CDKToolkit is in status ${status}`,
  ),
  'remedy-bootstrap': define<{ account: string; region: string }>(
    'Bootstrap the CDK.',
    ({ account, region }) =>
      `Run "npx cdk bootstrap aws://${account}/${region}". If you bootstrap with another stack name, ignore this`,
  ),
  'preflight-concurrency': define<{ limit: number; unreserved: number }>(
    'Lambda may run enough functions at the same time.',
    ({ limit, unreserved }) => `Lambda may run ${limit} functions at the same time, ${unreserved} of them unreserved`,
  ),
  'preflight-concurrency-low': define<{ limit: number; unreserved: number; needed: number }>(
    'Lambda may run too few functions at the same time.',
    ({ limit, unreserved, needed }) =>
      `Lambda may run ${limit} functions at the same time, ${unreserved} of them unreserved; Headcount needs ${needed}`,
  ),
  'remedy-concurrency': define<Record<never, never>>(
    'Reserve nothing, or raise the quota.',
    () =>
      'Deploy with "--context alarmConcurrency=none", or request a higher quota "Concurrent executions" of AWS Lambda',
  ),
  'preflight-described': define<Record<never, never>>(
    'The provider can describe the group.',
    () => 'The provider describes the group',
  ),
  'preflight-undescribed': define<{ cause: Reason }>(
    'The provider cannot describe the group, so it cannot be resized.',
    ({ cause }, sentence) => sentence(cause),
  ),
  'preflight-note': define<{ cause: Reason }>('The provider has a note about the group.', ({ cause }, sentence) =>
    sentence(cause),
  ),
  'remedy-provider': define<Record<never, never>>(
    'Correct the provider of the policy.',
    () => 'Correct the field "provider" of the policy, or what it names',
  ),
  'remedy-describe': define<Record<never, never>>(
    'Allow the call, or repeat it.',
    () => 'Allow the action that is denied, or try again if the error may be temporary',
  ),
  'preflight-metric': define<OfMetric & { points: number }>(
    'The metric has recent datapoints.',
    ({ metric, points }) => `Metric ${metric}: ${points} recent ${points === 1 ? 'value' : 'values'}`,
  ),
  'preflight-metric-unreadable': define<OfMetric & { error: string; message?: string }>(
    'The source cannot answer for a metric, such as a queue that does not exist. `message`: what the source answered.',
    ({ metric, source, error, message }) =>
      `Metric ${metric} cannot be read from ${source}: ${failureText(error, message)}`,
  ),
  'preflight-metric-unread': define<OfMetric & { error: string; message?: string }>(
    'A metric could not be read. You may lack a permission, or the error may be temporary. `message`: what the source answered.',
    ({ metric, source, error, message }) =>
      `Not checked: metric ${metric} could not be read from ${source}: ${failureText(error, message)}`,
  ),
  'preflight-metric-unknown': define<OfMetric>(
    'The source has never had the metric.',
    ({ metric, source }) => `Metric ${metric} does not exist in ${source}: nothing has published it in two weeks`,
  ),
  'preflight-metric-empty': define<OfMetric & { minutes: number }>(
    'The metric has no recent datapoint.',
    ({ metric, minutes }) => `Metric ${metric} has had no value for ${counted(minutes, 'minute')}`,
  ),
  'preflight-metric-sparse': define<OfMetric & { period: number; every: number }>(
    'The datapoints of a metric come less often than its period.',
    ({ metric, period, every }) =>
      `Metric ${metric} has a value every ${every} s, but its period is ${period} s: between two values the rules have no data`,
  ),
  'preflight-metric-stale': define<OfMetric & { seconds: number; maxAge: number }>(
    'The newest datapoint of a metric is too old to count.',
    ({ metric, seconds, maxAge }) =>
      `The newest value of metric ${metric} is ${seconds} s old, and counts only for ${maxAge} s`,
  ),
  'preflight-sum-as-rate': define<{
    rule: string;
    metric: string;
    period: number;
    value: number;
    perWorker: number;
    asked: number;
    max: number;
  }>(
    'A rule asks for far more workers than the group may have. It reads the sum of a period, and its figure for a worker is probably per second.',
    ({ rule, metric, period, value, perWorker, asked, max }) =>
      `Rule ${rule} asks for ${asked} workers now, but max is ${max}. ${metric} is ${figure(value)}, which is the sum of ${period} s. So the ${figure(perWorker)} that the rule assumes for a worker is for ${period} s, too`,
  ),
  'remedy-sum-as-rate': define<{ rule: string; metric: string; period: number; asked: number }>(
    'Divide the sum by its period, or raise the maximum.',
    ({ metric, period, asked }) =>
      `If the figure for a worker is per second, let the rule read the formula "${metric} / ${period}", with which it asks for ${workersText(asked)}. Otherwise, raise capacity.max`,
  ),
  'remedy-metric-name': define<OfMetric>(
    'Correct the name of what is measured, or create it.',
    ({ source }) => `Correct the names in the metric's field "${source}", or create what it names`,
  ),
  'remedy-metric-publish': define<{ fromZero?: true }>(
    'Publish the metric. `fromZero`: the group may have no workers that could publish it.',
    ({ fromZero }) =>
      `Send a first value if you push the metric, otherwise check its names and dimensions${fromZero ? '. If the workers publish it themselves, it has values only while workers run, so with min 0 no worker would ever be launched' : ''}`,
  ),
  'remedy-metric-period': define<{ every: number }>(
    'Use the period of the source.',
    ({ every }) => `Set the metric's "period" to ${every}, or publish more often, for example with detailed monitoring`,
  ),
  'remedy-metric-read': define<OfMetric & { action: string }>(
    'Allow yourself to read the metric.',
    ({ action }) => `Allow yourself ${action}, or run the command again`,
  ),
};
export const because = makers(reasons);
