import { type Fault, faultText } from '../shared/policy/index.ts';

/** Exit codes of every command. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** Something the person can mend: the message is a sentence that says what to do. */
export class Failure extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number = EXIT.failed, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Wrong usage or invalid input. */
export const invalid = (message: string, cause?: unknown): Failure => new Failure(message, EXIT.usage, { cause });

/** An invalid document: every fault on a line of its own. */
export const invalidDocument = (what: string, faults: readonly Fault[]): Failure =>
  invalid([`${what} is not valid:`, ...faults.map((fault) => `  ${faultText(fault)}`)].join('\n'));

const LOCAL_HINT = 'For the local AWS, run: eval "$(npx headcount local env)"';

/** The sentence and exit code for anything thrown; AWS's own errors are put into words. */
export function explain(
  error: unknown,
  context: { table?: string; region?: string } = {},
): { message: string; exitCode: number } {
  if (error instanceof Failure) return { message: error.message, exitCode: error.exitCode };
  const {
    name = 'Error',
    message = String(error),
    code,
  } = Object(error) as { name?: string; message?: string; code?: string };
  return { message: sentence(name, message, code, context), exitCode: EXIT.failed };
}

function sentence(
  name: string,
  message: string,
  code: string | undefined,
  { table, region }: { table?: string; region?: string },
): string {
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return `There are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.\n${LOCAL_HINT}`;
  }
  if (/region is missing/i.test(message)) return `There is no AWS region: set AWS_REGION.\n${LOCAL_HINT}`;
  if (name === 'ResourceNotFoundException' && table) {
    const where = region ? ` in ${region}` : '';
    return `The table ${table} does not exist${where}: deploy the stack with "npx cdk deploy", or name another stage with --stage.\n${LOCAL_HINT}`;
  }
  if (code === 'ECONNREFUSED' || /ECONNREFUSED/.test(message)) {
    return `AWS does not answer at ${process.env['AWS_ENDPOINT_URL'] ?? 'its endpoint'}: is the local AWS running? Start it with "npx headcount local up".`;
  }
  if (/ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature/.test(name)) {
    return `AWS refuses the credentials (${name}): log in again, or set AWS_PROFILE.`;
  }
  if (/AccessDenied|UnauthorizedOperation|NotAuthorized/.test(name)) return `AWS denies access: ${message}`;
  return `${name === 'Error' ? '' : `${name}: `}${message}`;
}
