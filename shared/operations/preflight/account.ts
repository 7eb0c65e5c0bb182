import { type Asked, blocked, type Check, passed, passing, unchecked, warned } from '../../model/index.ts';
import type { Concurrency, Identity } from './ports.ts';
import { because } from './reasons.ts';

/** An answer of AWS or of the credential chain. Without one, or after a timeout, AWS did not answer. */
const IS_CODE = /^[A-Z][a-z]/;
/** An internal error of AWS, or what a proxy answers instead. Says nothing about the credentials. */
const IS_FAULT = /^(Internal|ServiceUnavailable|Unknown)/;

/** Whether AWS knows who asks. Without this, no other check is of use. */
export function identityCheck(answer: Asked<Identity>): Check {
  if ('value' in answer) {
    const { account, region, arn } = answer.value;
    return passed(null, because['preflight-identity']({ account, region, arn }));
  }
  const { code, message } = answer.failure;
  const passes = passing({ name: code });
  if (!IS_CODE.test(code) || passes === 'transient') {
    return blocked(null, because['preflight-unreachable']({ error: message }), because['remedy-network']({}));
  }
  const error = `${code}: ${message}`;
  if (passes === 'throttling' || IS_FAULT.test(code))
    return blocked(null, because['preflight-fault']({ error }), because['remedy-later']({}));
  return blocked(null, because['preflight-no-identity']({ error }), because['remedy-renew']({}));
}

/** A stack that can be used: its last change was completed. */
const isComplete = (status: string): boolean =>
  /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status) || status === 'UPDATE_ROLLBACK_COMPLETE';

/** The CDK's stack. A deployed stage needs it only for the next deployment. */
export function bootstrapCheck(
  answer: Asked<string | null>,
  isDeployed: boolean,
  { account, region }: Pick<Identity, 'account' | 'region'>,
): Check {
  if ('failure' in answer) return unchecked(null, answer.failure);
  const status = answer.value;
  if (status !== null && isComplete(status)) return passed(null, because['preflight-bootstrapped']({}));
  const found = isDeployed ? warned : blocked;
  return found(
    null,
    because['preflight-not-bootstrapped']({ status }),
    because['remedy-bootstrap']({ account, region }),
  );
}

/** The stage is deployed where its function exists: a construct in another stack has no stack of its own. */
export function deployedCheck(
  stage: string,
  stack: string,
  hasFunction: Asked<boolean>,
  stackStatus: Asked<string | null>,
): Check {
  if ('failure' in hasFunction) return unchecked(null, hasFunction.failure);
  const status = 'value' in stackStatus ? stackStatus.value : null;
  if (status !== null && !isComplete(status)) {
    const found = hasFunction.value ? warned : blocked;
    return found(null, because['preflight-stack-failed']({ stack, status }), because['remedy-stack-events']({ stack }));
  }
  if (hasFunction.value) return passed(null, because['preflight-deployed']({ stage }));
  return blocked(null, because['preflight-not-deployed']({ stage }), because['remedy-deploy']({ stage }));
}

/** Reserved by a deployment with the default settings: five each for alarms, worker events and pushes. */
const RESERVED = 15;
/** What Lambda keeps unreserved; https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const KEPT_UNRESERVED = 100;
/** Schedule, policies and a few batches of evaluations at the same time. */
const USED_UNRESERVED = 10;

/** Whether a deployment can reserve its concurrency, or, once deployed, has enough left. */
export function concurrencyCheck(answer: Asked<Concurrency>, isDeployed: boolean): Check {
  if ('failure' in answer) return unchecked(null, answer.failure);
  const { limit, unreserved } = answer.value;
  const needed = isDeployed ? USED_UNRESERVED : RESERVED + KEPT_UNRESERVED;
  if (unreserved >= needed) return passed(null, because['preflight-concurrency']({ limit, unreserved }));
  const found = isDeployed ? warned : blocked;
  return found(
    null,
    because['preflight-concurrency-low']({ limit, unreserved, needed }),
    because['remedy-concurrency']({}),
  );
}
