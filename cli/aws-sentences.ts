const LOCAL_HINT = 'For the local AWS, run: eval "$(npx headcount local env)"';

/** Explains an error of AWS, or of the connection to it. `undefined` for any other error. */
export function awsSentence(error: unknown, table: string | undefined): string | undefined {
  const { name = '', message = '', code = '' } = Object(error) as { name?: string; message?: string; code?: string };
  return (
    setupSentence(name, message) ??
    networkSentence(name, message, code) ??
    (name === 'ResourceNotFoundException' && table ? tableSentence(table) : undefined) ??
    refusalSentence(name, message)
  );
}

function setupSentence(name: string, message: string): string | undefined {
  if (/region is missing/i.test(message)) return `No AWS region is set: set AWS_REGION.\n${LOCAL_HINT}`;
  if (name !== 'CredentialsProviderError' && name !== 'TokenProviderError') return undefined;
  const said = message.trim();
  // The SDK's message is useful when a login failed, but not when a profile has no credentials.
  if (!/from any providers/.test(said)) return `The AWS credentials cannot be loaded: ${said}`;
  const profile = process.env['AWS_PROFILE'];
  if (profile)
    return `The profile ${profile} (AWS_PROFILE) has no credentials: choose one from "aws configure list-profiles".`;
  return `No AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.\n${LOCAL_HINT}`;
}

function networkSentence(name: string, message: string, code: string): string | undefined {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  if (message === 'Invalid URL' && endpoint) {
    return `AWS_ENDPOINT_URL is '${endpoint}', which is not a URL; it should look like http://127.0.0.1:4566.`;
  }
  const failed = /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/;
  const why =
    failed.exec(code)?.[0] ?? failed.exec(message)?.[0] ?? (name === 'TimeoutError' ? 'timed out' : undefined);
  if (!why) return undefined;
  return endpoint
    ? `AWS does not answer at ${endpoint} (${why}): is the local AWS running? Start it with "npx headcount local up", then ${LOCAL_HINT.replace('For the local AWS, run', 'run')}`
    : `AWS cannot be reached (${why}: ${message}). Check the network and AWS_REGION.\n${LOCAL_HINT}`;
}

function tableSentence(table: string): string {
  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  const where = region ? ` in ${region}` : '';
  return `The table ${table} does not exist${where}: deploy the stack with "npx cdk deploy", or choose another stage with --stage.\n${LOCAL_HINT}`;
}

function refusalSentence(name: string, message: string): string | undefined {
  if (/ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature/.test(name)) {
    return `AWS rejects the credentials (${name}): log in again, or set AWS_PROFILE.`;
  }
  if (/AccessDenied|UnauthorizedOperation|NotAuthorized/.test(name)) return `AWS denies access: ${message}`;
  if (/Throttl|TooManyRequests|ProvisionedThroughputExceeded|RequestLimitExceeded/.test(name)) {
    return `AWS is throttling the calls (${name}): try again in a minute.`;
  }
  return undefined;
}
