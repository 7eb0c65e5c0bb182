import {
  credentialsCode,
  isThrottling,
  NOT_AWS,
  networkCode,
  ReasonedError,
  type UserError,
} from '../shared/model/index.ts';
import { errors } from './errors/index.ts';

/** Explains an error of AWS, or of the connection to it. `undefined` for any other error. */
export function awsError(error: unknown, table: string | undefined): UserError | undefined {
  const { name = '' } = Object(error) as Answered;
  const own = Object(ownError(error)) as { name?: string; message?: string };
  return (
    setupError(error, own.name ?? '', own.message ?? '') ??
    networkError(error, own.name ?? '', own.message ?? '') ??
    foreignAnswer(error) ??
    (name === 'ResourceNotFoundException' && table
      ? errors['no-table']({ table, region: region() }, error)
      : undefined) ??
    (/NonExistentQueue|QueueDoesNotExist/.test(name) ? errors['no-queue']({ region: region() }, error) : undefined) ??
    refusal(error)
  );
}

function setupError(cause: unknown, name: string, message: string): UserError | undefined {
  if (/region is missing/i.test(message)) return errors['no-region']({}, cause);
  if (name !== 'CredentialsProviderError' && name !== 'TokenProviderError') return undefined;
  const said = message.trim();
  // The SDK's message is useful when a login failed, but not when a profile has no credentials.
  if (!/from any providers/.test(said)) return errors['credentials-not-loaded']({ message: said }, cause);
  const profile = process.env['AWS_PROFILE'];
  return profile ? errors['profile-without-credentials']({ profile }, cause) : errors['no-credentials']({}, cause);
}

function networkError(cause: unknown, name: string, message: string): UserError | undefined {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  if (message === 'Invalid URL' && endpoint) return errors['invalid-endpoint']({ endpoint }, cause);
  const why = networkCode(cause) ?? (name === 'TimeoutError' ? 'timed out' : undefined);
  if (!why) return undefined;
  return endpoint ? errors['no-answer']({ endpoint, why }, cause) : errors['aws-unreachable']({ why, message }, cause);
}

interface Answered {
  readonly name?: string;
  readonly cause?: unknown;
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** The SDK's clients cannot read such an answer as JSON. Light calls recognize it, and may be the cause of another error. */
function foreignAnswer(error: unknown, found = error): UserError | undefined {
  const { name, cause, $metadata } = Object(found) as Answered;
  const status = $metadata?.httpStatusCode;
  if (status !== undefined && (name === 'SyntaxError' || name === NOT_AWS)) return errors['not-aws']({ status }, error);
  return cause === undefined ? undefined : foreignAnswer(error, cause);
}

const region = (): string | null => process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? null;

function refusal(error: unknown): UserError | undefined {
  const rejected = credentialsCode(error);
  if (rejected !== undefined) return errors['credentials-rejected']({ name: rejected }, error);
  const found = ownError(error);
  const { name = '', $fault, $metadata } = Object(found) as Answered;
  const { message } = Object(error) as Error;
  if (/AccessDenied|UnauthorizedOperation|NotAuthorized/.test(name)) return errors['access-denied']({ message }, error);
  if (isThrottling(found)) return errors.throttled({ name }, error);
  const isServerFault = $fault === 'server' || ($metadata?.httpStatusCode ?? 0) >= 500;
  return isServerFault ? errors['aws-fault']({ name }, error) : undefined;
}

/** AWS's own error. A light call throws a plain error that says which call failed, with AWS's error as its cause. */
function ownError(error: unknown): unknown {
  const { name, cause } = Object(error) as Answered;
  const isPlain = name === 'Error' && !(error instanceof ReasonedError);
  return isPlain && cause !== undefined ? ownError(cause) : error;
}
