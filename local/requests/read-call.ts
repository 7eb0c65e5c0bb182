import { gunzipSync } from 'node:zlib';
import { cbor } from '@smithy/core/cbor';
import { type Call, type Fault, type HttpRequest, headerOf, type Protocol } from './call.ts';
import { inputOfForm } from './form.ts';
import type { Model } from './models.ts';
import { inputOfRest, jsonOf, routed } from './rest.ts';

/** Who signed a request, for what. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html */
export interface Signer {
  readonly key: string;
  readonly region: string;
  readonly service: string;
}

/** Reads a request by the model of its service. Nothing is thrown: what cannot be read is among the call's faults. */
export function readCall(request: HttpRequest, signer: Signer, model: Model): Call {
  const faults: Fault[] = [];
  const decompressed = { ...request, body: bodyOf(request) };
  const read = readInput(decompressed, model, faults);
  if (!Object.hasOwn(model.operations, read.operation))
    faults.push({ member: '', rule: 'unknown operation', found: read.operation });
  return { ...signer, ...read, model, faults };
}

type Read = Pick<Call, 'operation' | 'protocol' | 'input'>;

function readInput(request: HttpRequest, model: Model, faults: Fault[]): Read {
  const { protocol, targetPrefix } = model.metadata;
  const contentType = headerOf(request, 'content-type');
  const path = request.url.split('?')[0] ?? '';
  if (protocol === 'rest-json') {
    const route = routed(model, request.method, path);
    const operation = route === null ? undefined : model.operations[route.name];
    if (route === null || operation === undefined)
      return { operation: `${request.method} ${path}`, protocol, input: {} };
    return { operation: route.name, protocol, input: inputOfRest(request, operation, route.labels, { model, faults }) };
  }
  const target = headerOf(request, 'x-amz-target');
  if (target !== '') {
    const [prefix, operation = ''] = target.split('.');
    speaks('json', model, faults);
    if (prefix !== targetPrefix)
      faults.push({ member: 'X-Amz-Target', rule: `begins with ${targetPrefix}`, found: target });
    return { operation, protocol: 'json', input: jsonOf(request.body, faults) };
  }
  const rpc = /^\/service\/\w+\/operation\/(\w+)$/.exec(path)?.[1];
  if (rpc !== undefined || contentType.includes('cbor')) {
    speaks('smithy-rpc-v2-cbor', model, faults);
    const input = request.body.length === 0 ? {} : (cbor.deserialize(request.body) as Call['input']);
    return { operation: rpc ?? '', protocol: 'cbor', input };
  }
  return formCall(request, model, faults);
}

function formCall(request: HttpRequest, model: Model, faults: Fault[]): Read {
  const text = request.method === 'GET' ? (request.url.split('?')[1] ?? '') : Buffer.from(request.body).toString();
  const form = new URLSearchParams(text);
  const dialect = model.metadata.protocol === 'ec2' ? 'ec2' : 'query';
  speaks(dialect, model, faults);
  const [operation, version] = [form.get('Action') ?? '', form.get('Version')];
  if (version !== model.metadata.apiVersion)
    faults.push({ member: 'Version', rule: `is ${model.metadata.apiVersion}`, found: String(version) });
  const shape = Object.hasOwn(model.operations, operation) ? model.operations[operation]?.input?.shape : undefined;
  const input = inputOfForm(form, shape, { model, dialect, faults });
  return { operation, protocol: dialect, input: input as Call['input'] };
}

/** Services that once had the query protocol alone and are now compatible with it still speak it. */
function speaks(protocol: Protocol | 'smithy-rpc-v2-cbor', { metadata }: Model, faults: Fault[]): void {
  const spoken = [metadata.protocol, ...(metadata.protocols ?? []), ...(metadata.awsQueryCompatible ? ['query'] : [])];
  if (!spoken.includes(protocol)) faults.push({ member: '', rule: `protocol ${spoken.join(' or ')}`, found: protocol });
}

function bodyOf(request: HttpRequest): Uint8Array {
  return headerOf(request, 'content-encoding') === 'gzip' ? gunzipSync(request.body) : request.body;
}
