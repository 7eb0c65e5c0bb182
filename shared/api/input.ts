import * as z from 'zod';
import { faultsOf, GROUP_NAME, PARSING, type ValidationError, valueError } from '../model/index.ts';
import type { ApiCall } from './call.ts';
import type { ApiRequest } from './http.ts';
import { pathIn } from './problems/path-in.ts';
import { apiError, invalidRequest } from './reasons.ts';

/** A policy fits into an item of 400 KB with its completed form beside it, and a push into an event of 256 KB. */
export const MOST_BODY_BYTES = 256 * 1024;

/**
 * An attribute of an item has at most 32 levels, and a stored policy begins some levels down. Valid documents have fewer.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const MOST_LEVELS = 24;
/** For calls that take no query. */
const NO_QUERY = z.strictObject({});

/** The checked input of a call. Throws everything that is wrong with it. */
export function inputOf({ query, body, isConditional = false }: ApiCall, request: ApiRequest) {
  const { group = '' } = request.path;
  const faults: ValidationError[] = [];
  if ('group' in request.path && !GROUP_NAME.test(group)) {
    faults.push(valueError('path.group', 'invalid-group-name', { written: group }));
  }
  const asked = checked(query ?? NO_QUERY, request.query, 'query', faults);
  const sent = body === undefined ? undefined : checked(body, documentOf(request.body), 'body', faults);
  const { 'if-match': ifMatch = null, 'if-none-match': ifNoneMatch = null } = request.headers;
  if (isConditional) faults.push(...tagFaults('If-Match', ifMatch), ...tagFaults('If-None-Match', ifNoneMatch));
  if (faults.length > 0) throw invalidRequest(faults);
  return { group, query: asked, body: sent, caller: request.caller, ifMatch, ifNoneMatch };
}

/** Without quotation marks, a condition is never met, and its caller would read the policy again and again. */
function tagFaults(header: string, tags: string | null): ValidationError[] {
  if (tags === null || tags.split(',').every((tag) => TAG.test(tag.trim()))) return [];
  const expected = 'must be the ETag of the policy with its quotation marks, or *';
  return [valueError(`header.${header}`, 'invalid-value', { expected })];
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3 */
const TAG = /^(\*|(W\/)?"[^"]*")$/;

function checked(schema: z.ZodType, written: unknown, at: string, faults: ValidationError[]): unknown {
  const read = meant(schema, written).safeParse(written, PARSING);
  if (read.success) return read.data;
  const found = formFault(schema, written) ?? faultsOf(read.error);
  faults.push(...found.map((fault) => ({ ...fault, path: pathIn(at, fault.path) })));
  return undefined;
}

/**
 * If a request has several forms, the one that fits best; all of them if two fit as well. Zod would report the errors of another
 * form if unknown fields were its only errors, and of none if each form has some.
 */
function meant(schema: z.ZodType, written: unknown): z.ZodType {
  if (!(schema instanceof z.ZodUnion)) return schema;
  const fields = Object.keys(Object(written));
  const forms = schema.options
    .filter((form) => form instanceof z.ZodObject)
    .map((form) => ({ form, ...fitOf(form, fields) }))
    .toSorted(byFit);
  const [first, second] = forms;
  return first && second && byFit(first, second) < 0 ? first.form : schema;
}

/** The error of a value that has none of several accepted forms; undefined if it is clear which form is meant. */
function formFault(schema: z.ZodType, written: unknown): ValidationError[] | undefined {
  if (!(schema instanceof z.ZodUnion) || meant(schema, written) !== schema) return undefined;
  const objects = schema.options.filter((form) => form instanceof z.ZodObject);
  if (typeof written !== 'object' || written === null) {
    const expected = objects.length < schema.options.length ? 'map or list' : 'map';
    return [valueError('', 'wrong-type', { expected })];
  }
  return [valueError('', 'no-known-form', { forms: objects.map((form) => `{ ${requiredIn(form).join(', ')} }`) })];
}

interface Fit {
  /** How many of the written fields it does not have. */
  readonly unknown: number;
  /** How many fields it requires, if all of them are written: `action` says more about what is meant than what may be left out. */
  readonly required: number;
}

const requiredIn = ({ shape }: z.ZodObject): string[] =>
  Object.keys(shape).filter((name) => !shape[name]?.safeParse(undefined).success);

function fitOf(form: z.ZodObject, fields: readonly string[]): Fit {
  const required = requiredIn(form);
  return {
    unknown: fields.filter((field) => !Object.hasOwn(form.shape, field)).length,
    required: required.every((name) => fields.includes(name)) ? required.length : 0,
  };
}

const byFit = (one: Fit, other: Fit): number => one.unknown - other.unknown || other.required - one.required;

function documentOf(body: string | null): unknown {
  const bytes = Buffer.byteLength(body ?? '');
  if (bytes > MOST_BODY_BYTES) throw apiError['body-too-large']({ bytes, most: MOST_BODY_BYTES });
  if (body === null || body.trim() === '') return {};
  const document = parsed(body);
  if (isDeep(document)) throw apiError['body-too-deep']({ most: MOST_LEVELS });
  return document;
}

function parsed(body: string): unknown {
  try {
    // Programs on Windows may begin a file with a byte order mark.
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw apiError['body-not-json']({ error: (error as Error).message });
  }
}

/** Not recursive: a body may have more levels than the stack has room for. */
function isDeep(document: unknown): boolean {
  let level = [document];
  for (let levels = 0; levels <= MOST_LEVELS; levels++) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
    if (level.length === 0) return false;
  }
  return true;
}
