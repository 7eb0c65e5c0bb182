import { Ec2Error, invalidValue } from '../errors.ts';

/**
 * Client tokens: the same token with the same parameters returns the first response and changes nothing. With different
 * parameters it fails. Only successful requests are stored, as long as the local AWS runs (24 hours or more on AWS).
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
 */
export class ClientTokens {
  readonly #seen = new Map<string, { request: string; answer: unknown }>();

  once<Request extends { readonly clientToken: string | null }, Answer>(
    action: string,
    request: Request,
    act: () => Answer,
    /** Looks at the first response before it is returned again. */
    check: (repeated: Answer) => void = () => {},
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
    const repeated = before.answer as Answer;
    check(repeated);
    return repeated;
  }
}
