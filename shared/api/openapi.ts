import * as z from 'zod';
import { documentSchema } from '../documents/index.ts';
import { policyJsonSchema } from '../policy/index.ts';
import type { ApiCall } from './call.ts';
import { LEVELS } from './levels.ts';
import { PROBLEM_TYPE } from './problems/problem.ts';
import { problemSchema } from './problems/problem-schema.ts';

/** Of the API. It changes if a call changes in a way that its callers notice. */
const VERSION = '1.0.0';

/** The headers that calls with conditions take. */
const CONDITIONS = [
  ['If-Match', 'Change the policy only if it has this ETag'],
  ['If-None-Match', '`*`: write only if the group has no policy yet'],
] as const;

/**
 * The OpenAPI 3.1 document of the API, from the schemas that check requests.
 * https://spec.openapis.org/oas/v3.1.1.html
 */
export function openApi(calls: readonly ApiCall[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const each of calls) {
    paths[each.path] = { ...paths[each.path], [each.method.toLowerCase()]: operationOf(each) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Headcount',
      version: VERSION,
      description:
        'Scales groups of EC2 instances to match their work. Sign each request with AWS Signature Version 4 for the service execute-api.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      securitySchemes: {
        sigv4: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          description: 'AWS Signature Version 4',
          'x-amazon-apigateway-authtype': 'awsSigv4',
        },
      },
      schemas: { Policy: bare(policyJsonSchema()), Problem: answerOf(problemSchema) },
    },
    security: [{ sigv4: [] }],
  };
}

function operationOf(each: ApiCall): object {
  const { id, summary, level, answer, body } = each;
  const { content = 'application/json' } = answer;
  return {
    operationId: id,
    summary,
    description: `Level: ${level}. ${LEVELS[level]}.`,
    parameters: parametersOf(each),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: requestOf(body) } } },
    }),
    responses: {
      [answer.status]: { description: answer.description, content: { [content]: { schema: answerOf(answer.schema) } } },
      default: {
        description: 'Problem details: https://www.rfc-editor.org/rfc/rfc9457',
        content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function parametersOf({ path, query, method, isConditional }: ApiCall): object[] {
  const inPath = path.includes('{group}')
    ? [{ name: 'group', in: 'path', required: true, schema: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,62}$' } }]
    : [];
  const { properties = {}, required = [] } = query ? requestOf(query) : {};
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  const headers = [
    ...(isConditional ? CONDITIONS : []),
    ...(method === 'GET'
      ? []
      : [
          [
            'Idempotency-Key',
            'Within a day, a repetition with the same key changes nothing and gets the first response',
          ],
        ]),
  ].map(([name, description]) => ({ name, in: 'header', required: false, description, schema: { type: 'string' } }));
  return [...inPath, ...inQuery, ...headers];
}

type Schema = z.core.JSONSchema.JSONSchema;

/** Of what is sent: a schema as it is written, with its defaults. */
const requestOf = (schema: z.ZodType): Schema => bare(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));

/** Of what is answered: a caller must not reject an answer that has a new field. */
const answerOf = (schema: z.ZodType): Schema => bare(documentSchema(schema));

/** Without the dialect, which is that of the whole document. */
function bare({ $schema: _dialect, ...schema }: Schema): Schema {
  return schema;
}
