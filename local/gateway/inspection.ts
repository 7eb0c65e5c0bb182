import { type Denial, fleetWithout, type Permissions } from '../permissions/index.ts';
import {
  type Call,
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
  readonly #permissions: Permissions;
  readonly #findings: Findings;
  readonly #validation = new Validation();

  constructor(models: Models, permissions: Permissions, findings: Findings) {
    this.#models = models;
    this.#permissions = permissions;
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
    if (problems.length > 0) {
      this.#findings.add({ kind: 'invalid', call: `${service}:${call.operation}`, by: key, problems });
      return refusedAnswer(call, { ...codesOf(call, INVALID), message: problems.join('; '), status: 400 });
    }
    const denial = await this.#permissions.denial(call);
    if (denial === null) return null;
    const { kind, message, isGone = false } = denial;
    // No program can know that an instance has ended since it looked. It has to cope with the answer.
    if (!isGone) this.#findings.add({ kind, call: `${service}:${call.operation}`, by: key, problems: [message] });
    return deniedAnswer(call, denial);
  }
}

function deniedAnswer(call: Call, { message, inAnswer }: Denial): RefusedAnswer {
  const text = call.protocol === 'ec2' ? `You are not authorized to perform this operation. ${message}` : message;
  if (inAnswer) return fleetWithout(call, text);
  return refusedAnswer(call, { ...codesOf(call, DENIED), message: text, status: 403 });
}

/** What EC2, services of the query protocol, and all others call a request that breaks their model. */
const INVALID = { ec2: 'InvalidParameterValue', query: 'ValidationError', others: 'ValidationException' };
/** What they call a denied one. */
const DENIED = { ec2: 'UnauthorizedOperation', query: 'AccessDenied', others: 'AccessDeniedException' };

const codesOf = ({ protocol }: Call, { ec2, query, others }: typeof DENIED) => ({
  code: protocol === 'ec2' ? ec2 : others,
  queryCode: query,
});
