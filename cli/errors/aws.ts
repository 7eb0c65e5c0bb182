import { failure, LOG_IN_AGAIN } from '../../shared/model/index.ts';

type Nothing = Record<never, never>;

const LOCAL_HINT = 'For the local AWS, run: eval "$(npx headcount local env)"';

const missing = (what: string, region: string | null): string =>
  `${what} does not exist${region === null ? '' : ` in ${region}`}: deploy the stack with "npx cdk deploy", or choose another stage with --stage or another region with AWS_REGION.`;

/** What AWS, or the way to it, does not let you do. */
export const awsErrors = {
  'no-region': failure<Nothing>(
    'No AWS region is set.',
    () => 'No AWS region is set: set AWS_REGION.',
    () => `\n${LOCAL_HINT}`,
  ),
  'credentials-not-loaded': failure<{ message: string }>(
    'The AWS credentials cannot be loaded, for example because a login has expired.',
    ({ message }) => `The AWS credentials cannot be loaded: ${message}`,
    () => `${LOG_IN_AGAIN}.`,
  ),
  'profile-without-credentials': failure<{ profile: string }>(
    'The profile of AWS_PROFILE has no credentials.',
    ({ profile }) => `The profile ${profile} (AWS_PROFILE) has no credentials`,
    () => 'Choose one from "aws configure list-profiles".',
  ),
  'no-credentials': failure<Nothing>(
    'There are no AWS credentials.',
    () => 'No AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    () => `\n${LOCAL_HINT}`,
  ),
  'invalid-endpoint': failure<{ endpoint: string }>(
    'AWS_ENDPOINT_URL is not a URL.',
    ({ endpoint }) => `AWS_ENDPOINT_URL is '${endpoint}', which is not a URL`,
    () => 'It should look like http://127.0.0.1:4566.',
  ),
  'no-answer': failure<{ endpoint: string; why: string }>(
    'Nothing answers at AWS_ENDPOINT_URL.',
    ({ endpoint, why }) => `AWS does not answer at ${endpoint} (${why}): is the local AWS running?`,
    () => 'Start it with "npx headcount local up", then run: eval "$(npx headcount local env)"',
  ),
  'not-aws': failure<{ status: number }>(
    'Something other than AWS answered a call, such as a proxy.',
    ({ status }) => `Something other than AWS answered a call (HTTP status ${status})`,
    () => 'It may be a proxy, or the sign-in page of a network. Check the network and AWS_ENDPOINT_URL, and try again.',
  ),
  'aws-unreachable': failure<{ why: string; message: string }>(
    'AWS cannot be reached.',
    ({ why, message }) => `AWS cannot be reached (${why}: ${message})`,
    () => `Check the network and AWS_REGION.\n${LOCAL_HINT}`,
  ),
  'no-table': failure<{ table: string; region: string | null }>(
    'The stage is not deployed in this account and region.',
    ({ table, region }) => missing(`The table ${table}`, region),
    () => `\n${LOCAL_HINT}`,
  ),
  'no-queue': failure<{ region: string | null }>(
    'A queue of the stage does not exist in this account and region.',
    ({ region }) => missing('A queue of the stage', region),
    () => `\n${LOCAL_HINT}`,
  ),
  'credentials-rejected': failure<{ name: string }>(
    'AWS rejects the credentials.',
    ({ name }) => `AWS rejects the credentials (${name})`,
    () => `They are invalid or have expired. ${LOG_IN_AGAIN}.`,
  ),
  'access-denied': failure<{ message: string }>(
    'The caller may not do this.',
    ({ message }) => `AWS denies access: ${message}`,
    () => 'The permissions of operators are in docs/reference/permissions.md.',
  ),
  'worker-access-denied': failure<{ message: string }>(
    'The role of the worker may not report its state.',
    ({ message }) => `AWS denies access: ${message}`,
    () => '\nThe permissions of a worker are in docs/how-to/protect-busy-workers.md#permissions.',
  ),
  throttled: failure<{ name: string }>(
    'AWS is throttling the calls.',
    ({ name }) => `AWS is throttling the calls (${name})`,
    () => 'Try again in a minute.',
  ),
  'aws-fault': failure<{ name: string }>(
    'AWS reports an internal error.',
    ({ name }) => `AWS reports an internal error (${name})`,
    () =>
      'Try again in a minute, and look at https://health.aws.com. While its table cannot be reached, Headcount changes no workers. Running workers keep running.',
  ),
};
