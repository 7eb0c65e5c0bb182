import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { calls, problemSchema, routeOf } from '../../../shared/api/index.ts';
import { documentSchema } from '../../../shared/documents/index.ts';

// The pattern of a time says all that its format does.
const ajv = new Ajv2020({ validateFormats: false, strict: false });
const validators = new Map<string, ValidateFunction>();

/** A validator that refuses fields that the schema does not name. Each is made once, when it is needed. */
function validatorOf(name: string): ValidateFunction {
  const schema = name === 'problem' ? problemSchema : calls.find((each) => routeOf(each) === name)?.answer.schema;
  if (!schema) throw new Error(`there is no call ${name}`);
  const made = validators.get(name) ?? ajv.compile(documentSchema(schema, { isOpen: false }));
  validators.set(name, made);
  return made;
}

/** How a text for the command line is recognized: callers of the API have neither commands nor options. */
const OF_COMMANDS = /"(?:npx )?headcount \w|npx |(?:^|\s)--[a-z]/;

interface Answered {
  readonly status: number;
  readonly json: unknown;
}

/** Fails unless the answer to a call is as the OpenAPI document describes it, and names no other field. */
export function expectAnswer(route: string, { status, json }: Answered): void {
  const isProblem = status >= 400;
  const validate = validatorOf(isProblem ? 'problem' : route);
  validate(json);
  expect(validate.errors ?? [], `the answer ${status} of ${route}`).toEqual([]);
  if (!isProblem) return;
  const { detail, remedy } = json as { readonly detail: string; readonly remedy: string | null };
  expect(`${detail} ${remedy}`, `the problem of ${route}`).not.toMatch(OF_COMMANDS);
}
