import type { BoundedAnswer } from '../../aws/bounded-fetch.ts';
import type { SecretTexts } from '../../aws/secret-texts.ts';
import { errorText } from '../../model/index.ts';
import { failedBecause, ReadFailure, unansweredBecause } from '../reading/read-failure.ts';
import { because } from './failures.ts';
import type { PrometheusSource } from './schema.ts';

type SecretName = NonNullable<PrometheusSource['secret']>;

/** So long a process uses a secret that it has read. One that the server rejects is read again. */
const KEPT_MS = 15 * 60_000;

/** Reads secrets as the `Authorization` header of requests. */
export class Secrets {
  readonly #texts: Pick<SecretTexts, keyof SecretTexts>;
  readonly #kept = new Map<string, { readonly until: number; readonly read: Promise<string | ReadFailure> }>();

  constructor(texts: SecretTexts) {
    this.#texts = texts;
  }

  async authorization(secret: SecretName, now: number): Promise<string | ReadFailure> {
    const name = nameOf(secret);
    const known = this.#kept.get(name);
    if (known && known.until > now) return known.read;
    const read = this.#read(secret);
    this.#kept.set(name, { until: now + KEPT_MS, read });
    const answer = await read;
    if (answer instanceof ReadFailure) this.forget(secret);
    return answer;
  }

  forget(secret: SecretName): void {
    this.#kept.delete(nameOf(secret));
  }

  async #read(secret: SecretName): Promise<string | ReadFailure> {
    const name = nameOf(secret);
    const reason = (error: string) => because['prometheus-secret-unread']({ name, error });
    try {
      const text = await (secret.ssm === undefined
        ? this.#texts.ofSecretsManager(name)
        : this.#texts.ofParameter(name));
      return headerOf(text.trim()) ?? failedBecause(reason(NO_SECRET));
    } catch (error) {
      // The functions may read what the caller of a command may not.
      const failed = isMissing(error) ? failedBecause : unansweredBecause;
      return failed(reason(errorText(error)));
    }
  }
}

const NO_SECRET = 'it is neither a token nor JSON with token, or with username and password';
const isMissing = (error: unknown): boolean => /NotFound/.test(String((error as Error).cause));

const nameOf = ({ secretsManager, ssm }: SecretName): string => secretsManager ?? ssm ?? '';

/** An answer without the credentials of its request, which a server may repeat in its error. */
export function withoutCredentials(answer: BoundedAnswer, authorization: string | null): BoundedAnswer {
  const [scheme, written = ''] = authorization?.split(' ') ?? [];
  if (written === '' || answer.body === null) return answer;
  const password =
    scheme === 'Basic'
      ? Buffer.from(written, 'base64')
          .toString()
          .replace(/^[^:]*:/, '')
      : '';
  const hidden = [written, password].filter((each) => each !== '');
  return { ...answer, body: hidden.reduce((body, each) => body.replaceAll(each, '***'), answer.body) };
}

/** A header must not contain what would end it. */
const TOKEN = /^[\x21-\x7e]+$/;

function headerOf(text: string): string | null {
  const { token = text, username, password } = documentIn(text);
  if (typeof username === 'string' && typeof password === 'string') {
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }
  return typeof token === 'string' && TOKEN.test(token) && !token.startsWith('{') ? `Bearer ${token}` : null;
}

function documentIn(text: string): {
  readonly token?: unknown;
  readonly username?: unknown;
  readonly password?: unknown;
} {
  if (!text.startsWith('{')) return {};
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
