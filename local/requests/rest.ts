import { type Fault, type HttpRequest, headerOf } from './call.ts';
import type { Model, Operation, Shape } from './models.ts';
import { scalarOf } from './scalars.ts';

/** The operation whose method and path these are, with what the path holds. https://smithy.io/2.0/spec/http-bindings.html */
export function routed(
  model: Model,
  method: string,
  path: string,
): { name: string; labels: Record<string, string> } | null {
  for (const [name, { http }] of Object.entries(model.operations)) {
    if (http.method !== method) continue;
    const match = patternOf(http.requestUri).exec(path);
    if (match !== null) return { name, labels: decoded(match.groups ?? {}) };
  }
  return null;
}

const decoded = (groups: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));

function patternOf(uri: string): RegExp {
  const path = (uri.split('?')[0] ?? '').replace(/\/$/, '');
  const source = path
    .split(/(\{\w+\+?\})/)
    .map((part) => {
      const label = /^\{(\w+)(\+?)\}$/.exec(part);
      return label ? `(?<${label[1]}>${label[2] ? '.+' : '[^/]+'})` : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}/?$`);
}

/** The members of a rest-json request, wherever they are bound. */
export function inputOfRest(
  request: HttpRequest,
  operation: Operation,
  labels: Readonly<Record<string, string>>,
  { model, faults }: { readonly model: Model; readonly faults: Fault[] },
): Record<string, unknown> {
  const shape: Shape = (operation.input && model.shapes[operation.input.shape]) ?? { type: 'structure' };
  const query = new URLSearchParams(request.url.split('?')[1] ?? '');
  const read: Record<string, unknown> = {};
  const inBody = new Map<string, string>();
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const { location, locationName = name } = member;
    const type = model.shapes[member.shape]?.type ?? 'string';
    const texts =
      location === 'uri'
        ? [labels[locationName]]
        : location === 'querystring'
          ? query.getAll(locationName)
          : location === 'header'
            ? [headerOf(request, locationName.toLowerCase())]
            : null;
    if (location === 'querystring') query.delete(locationName);
    if (texts === null) inBody.set(locationName, name);
    else if (type === 'list') read[name] = texts;
    else if (texts[0]) read[name] = scalarOf(texts[0], type);
  }
  for (const name of query.keys()) faults.push({ member: name, rule: 'unknown parameter of the query' });
  if (shape.payload === undefined) return { ...read, ...bodyOf(request.body, inBody, faults) };
  const payload = model.shapes[shape.members?.[shape.payload]?.shape ?? ''];
  const isRaw = payload?.type === 'blob' || payload?.type === 'string';
  if (request.body.length > 0) read[shape.payload] = isRaw ? request.body : jsonOf(request.body, faults);
  return read;
}

function bodyOf(body: Uint8Array, names: ReadonlyMap<string, string>, faults: Fault[]): Record<string, unknown> {
  if (body.length === 0) return {};
  const read = jsonOf(body, faults);
  return Object.fromEntries(Object.entries(read).map(([name, value]) => [names.get(name) ?? name, value]));
}

/** The object that a body holds; {} and a fault when it holds none. */
export function jsonOf(body: Uint8Array, faults: Fault[]): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(Buffer.from(body).toString());
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Record<string, unknown>;
  } catch {
    // Reported like any other body that is no object.
  }
  faults.push({ member: '', rule: 'the body is a JSON object' });
  return {};
}
