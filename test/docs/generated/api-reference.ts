import { calls, LEVELS, openApi } from '../../../shared/api/index.ts';

const HEAD = `<!-- Generated from shared/api by "npm run docs". -->
# Calls of the HTTP API

[Use the HTTP API](../how-to/http-api.md) explains signatures, levels, conditions, idempotency keys, errors and pages. \`npx headcount openapi\` prints the OpenAPI document with all schemas. [JSON output](json-output.md) describes the documents, and [codes](codes.md#errors-of-the-http-api) lists the errors.

A field with a star is required. Every call except \`GET\` takes the header \`Idempotency-Key\`.
`;

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly description?: string;
  readonly maximum?: number;
  readonly default?: unknown;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
  readonly description?: string;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}

type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

interface Field {
  readonly name: string;
  readonly description: string;
}

/** Every call with its level and its fields, and then each field with its meaning, from the OpenAPI document. */
export function apiReference(): string {
  const { paths } = JSON.parse(JSON.stringify(openApi(calls))) as Document;
  const described = calls.map(({ method, path, level }) => {
    const operation = paths[path]?.[method.toLowerCase()];
    if (operation === undefined) throw new Error(`the document has no ${method} ${path}`);
    const { summary, parameters, requestBody } = operation;
    return {
      ...{ route: `${method} ${path}`, level, summary },
      query: parameters.filter((each) => each.in === 'query').map(parameterField),
      headers: parameters.filter((each) => each.in === 'header' && each.name !== 'Idempotency-Key').map(parameterField),
      body: bodyFields(requestBody?.content['application/json'].schema),
    };
  });
  const levels = Object.entries(LEVELS).map(([level, may]) => `| \`${level}\` | ${may} |`);
  const rows = described.map(
    ({ route, level, summary, query, headers, body }) =>
      `| \`${route}\` | ${level} | ${textOf(summary)} | ${named([...query, ...headers])} | ${body.map(named).join(', or ')} |`,
  );
  const fields = described.flatMap(({ route, query, headers, body }) =>
    distinct([...query, ...headers, ...body.flat()]).map(
      ({ name, description }) => `| \`${route}\` | ${code(name)} | ${textOf(description)} |`,
    ),
  );
  return `${HEAD}
## Levels

| level | may |
|---|---|
${levels.join('\n')}

## Calls

| call | level | | query and headers | body |
|---|---|---|---|---|
${rows.join('\n')}

## Fields

| call | field | |
|---|---|---|
${fields.join('\n')}
`;
}

const parameterField = ({ name, required, schema, description }: Parameter): Field => ({
  name: required ? `${name}*` : name,
  description: `${withoutStop(description ?? schema.description)}${boundsOf(schema)}`,
});

const withoutStop = (text = ''): string => text.replace(/\.$/, '');

function boundsOf({ maximum, default: usual }: Schema): string {
  const bounds = [
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
    ...(usual === undefined ? [] : [`default ${usual}`]),
  ];
  return bounds.length === 0 ? '' : ` (${bounds.join(', ')})`;
}

/** The fields of each form that a body may have. */
function bodyFields(schema: Schema | undefined): Field[][] {
  const forms = schema?.anyOf ?? (schema === undefined ? [] : [schema]);
  const known = forms.filter(({ properties }) => Object.keys(properties ?? {}).length > 0);
  if (schema !== undefined && known.length === 0) return [[{ name: '', description: withoutStop(schema.description) }]];
  return known.map(({ properties = {}, required = [] }) =>
    Object.entries(properties).map(([name, { description }]) => ({
      name: required.includes(name) ? `${name}*` : name,
      description: withoutStop(description),
    })),
  );
}

const named = (fields: readonly Field[]): string => fields.map(({ name }) => code(name)).join(', ');

/** A body without fields of its own has no name: it is a document. */
const code = (name: string): string => (name === '' ? 'a document' : `\`${name}\``);

const distinct = (fields: readonly Field[]): Field[] => [
  ...new Map(fields.map((each) => [`${each.name} ${each.description}`, each])).values(),
];

/** A text in a cell: JSON, paths and headers as code. */
const textOf = (text: string): string =>
  text
    .replaceAll(/\{"[^}]*\}+/g, (json) => `\`${json}\``)
    .replaceAll(/(?<![`\w])(GET \/[\w{}/.]*\w\}?)/g, '`$1`')
    .replaceAll(/docs\/reference\/([\w/-]+\.md)/g, '[$1]($1)');
