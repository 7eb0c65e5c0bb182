import { credentialsCode, isThrottling, NOT_AWS, networkCode, type UserError } from '../shared/model/index.ts';
import { errors } from './errors/index.ts';

/** Explains an error of AWS, or of the connection to it. `undefined` for any other error. */
export function awsError(error: unknown, table: string | undefined): UserError | undefined {
  const { name = '', message = '' } = Object(error) as { name?: string; message?: string };
  return (
    setupError(error, name, message) ??
    networkError(error, name, message) ??
    foreignAnswer(error) ??
    (name === 'ResourceNotFoundException' && table
      ? errors['no-table']({ table, region: region() }, error)
      : undefined) ??
    (/NonExistentQueue|QueueDoesNotExist/.test(name) ? errors['no-queue']({ region: region() }, error) : undefined) ??
    refusal(error, name, message) ??
    fault(error, name)
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

function refusal(cause: unknown, name: string, message: string): UserError | undefined {
  const rejected = credentialsCode(cause);
  if (rejected !== undefined) return errors['credentials-rejected']({ name: rejected }, cause);
  if (/AccessDenied|UnauthorizedOperation|NotAuthorized/.test(name)) return errors['access-denied']({ message }, cause);
  if (isThrottling(cause)) return errors.throttled({ name }, cause);
  return undefined;
}

function fault(cause: unknown, name: string): UserError | undefined {
  const { $fault } = Object(cause) as { $fault?: string };
  return $fault === 'server' ? errors['aws-fault']({ name }, cause) : undefined;
}
