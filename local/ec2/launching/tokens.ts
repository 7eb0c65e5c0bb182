import { Ec2Error, invalidValue } from '../errors.ts';

/**
 * Client tokens: the same token with the same parameters answers what was answered, and does nothing again; with others
 * it errs. Only requests that succeeded are remembered. Tokens are kept for the local AWS's life (24 hours and more on AWS).
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
 */
export class ClientTokens {
  readonly #seen = new Map<string, { request: string; answer: unknown }>();

  once<Request extends { readonly clientToken: string | null }, Answer>(
    action: string,
    request: Request,
    act: () => Answer,
  ): Answer {
    const token = request.clientToken;
    if (token === null) return act();
    if (!/^[\x20-\x7e]{1,64}$/.test(token)) {
      throw invalidValue('Invalid value for ClientToken: it must have 1 to 64 ASCII characters.');
    }
    const key = `${action} ${token}`;
    const asText = JSON.stringify(request);
    const before = this.#seen.get(key);
    if (before === undefined) {
      const answer = act();
      this.#seen.set(key, { request: asText, answer });
      return answer;
    }
    if (before.request !== asText) {
      throw new Ec2Error(
        'IdempotentParameterMismatch',
        'Client token already used before, with different parameters in the request.',
      );
    }
    return before.answer as Answer;
  }
}
