import {
  type HttpRequest,
  type Models,
  type RefusedAnswer,
  readCall,
  refusedAnswer,
  type Signer,
} from '../requests/index.ts';
import { faultText, Validation } from '../validation/index.ts';
import type { Findings } from './findings.ts';

/** Judges each call as AWS would before it carries it out. */
export class Inspection {
  readonly #models: Models;
  readonly #findings: Findings;
  readonly #validation = new Validation();

  constructor(models: Models, findings: Findings) {
    this.#models = models;
    this.#findings = findings;
  }

  /** The answer to a call that AWS would refuse, which is also a finding; null for all others. */
  async refusal(request: HttpRequest, signer: Signer): Promise<RefusedAnswer | null> {
    const { service, key } = signer;
    const model = await this.#models.of(service);
    if (model === null) {
      const problems = ['no model of this service is read: name it in local/requests/models.ts'];
      this.#findings.add({ kind: 'unknown', call: service, by: key, problems });
      return null;
    }
    const call = readCall(request, signer, model);
    const problems = this.#validation.faultsOf(call).map(faultText);
    if (problems.length === 0) return null;
    this.#findings.add({ kind: 'invalid', call: `${service}:${call.operation}`, by: key, problems });
    return refusedAnswer(call, { code: CODES[call.protocol], message: problems.join('; '), status: 400 });
  }
}

/** What services of each protocol call a request that breaks their model. */
const CODES = {
  ec2: 'InvalidParameterValue',
  query: 'ValidationError',
  json: 'ValidationException',
  cbor: 'ValidationException',
  'rest-json': 'ValidationException',
} as const;
