import { type Borrowed, lightCall, signedCall } from './call.ts';

/** A service whose requests and answers are JSON. */
export interface JsonService {
  /** Name in messages. */
  readonly label: string;
  /** Name in addresses. */
  readonly name: string;
  /** Name in `AWS_ENDPOINT_URL_…`. */
  readonly variable: string;
  /** Name in signatures, if it is another one than in addresses. */
  readonly signedAs?: string;
}

/** `GET` of a path, or a call of a target (`X-Amz-Target`) with a body. */
export type JsonRequest = { readonly path: string } | { readonly target: string; readonly body: object };

/** Makes one call and returns its JSON. Throws an `Error` whose cause is the `QueryFault` that AWS answered with. */
export type JsonCall = (action: string, request: JsonRequest) => Promise<unknown>;

/** https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function jsonCall(service: JsonService, borrowed: Borrowed, environment: NodeJS.ProcessEnv): JsonCall {
  const call = lightCall({ ...service, errorIn }, borrowed, environment);
  return async (action, request) => documentIn(await call(action, sentAs(request)));
}

/** A service whose actions have a common prefix in `X-Amz-Target`. */
export interface TargetedService extends JsonService {
  readonly prefix: string;
  /** Of the protocol; 1.0 by default. */
  readonly version?: string;
  readonly attempts?: number;
}

/**
 * Calls actions as an SDK client does: errors are those that AWS answered with, and have the fields of its answer.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export function targetedCall(service: TargetedService, borrowed: Borrowed, environment: NodeJS.ProcessEnv) {
  const call = signedCall({ ...service, errorIn: errorWithFields }, borrowed, environment);
  return async (action: string, body: object): Promise<Record<string, unknown>> =>
    documentIn(await call(sentAs({ target: `${service.prefix}.${action}`, body }, service.version ?? '1.0')));
}

function errorWithFields(text: string, headers: Readonly<Record<string, string>>) {
  const { __type, message, Message, ...fields } = documentIn(text);
  return { ...fields, ...errorIn(text, headers) };
}

/** The code is `Name:http://…` in the header, and `namespace#Name` in the body. */
function errorIn(text: string, headers: Readonly<Record<string, string>>): { code: string; message: string } {
  const { __type: type = '', message, Message } = documentIn(text);
  const code = (headers['x-amzn-errortype'] ?? String(type)).split(':')[0]?.split('#').at(-1) ?? '';
  return { code, message: String(message ?? Message ?? '') };
}

const sentAs = (request: JsonRequest, version = '1.1') =>
  'path' in request
    ? { method: 'GET' as const, path: request.path, headers: {} }
    : {
        method: 'POST' as const,
        path: '',
        body: JSON.stringify(request.body),
        headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': request.target },
      };

function documentIn(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    // A page of a proxy, for example: the status has to do.
    return {};
  }
}
