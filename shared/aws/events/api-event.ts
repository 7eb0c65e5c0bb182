import * as z from 'zod';

/** The gateway leaves out what is empty; the emulator writes null. */
const texts = z
  .record(z.string(), z.string().optional())
  .nullish()
  .transform((fields) => fields ?? {});

/**
 * A request of an HTTP API with IAM authorization, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
const event = z.object({
  routeKey: z.string(),
  headers: texts,
  pathParameters: texts,
  queryStringParameters: texts,
  body: z.string().optional(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    requestId: z.string(),
    http: z.object({ sourceIp: z.string() }),
    authorizer: z.object({ iam: z.object({ userArn: z.string() }) }),
  }),
});

/** The request of an event, with its id. Throws for a request that nobody has signed: the gateway lets none through. */
export function apiRequestIn(received: unknown) {
  const { routeKey, headers, pathParameters, queryStringParameters, body, isBase64Encoded, requestContext } =
    event.parse(received);
  const { requestId, http, authorizer } = requestContext;
  const decoded = body !== undefined && isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  const request = {
    route: routeKey,
    path: given(pathParameters),
    query: given(queryStringParameters),
    headers: Object.fromEntries(Object.entries(given(headers)).map(([name, value]) => [name.toLowerCase(), value])),
    body: decoded ?? null,
    caller: { by: authorizer.iam.userArn, from: http.sourceIp },
  };
  return { id: requestId, request };
}

const given = (fields: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
