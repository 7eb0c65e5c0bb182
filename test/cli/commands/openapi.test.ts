import { expect, test } from 'vitest';
import { calls, openApi } from '../../../shared/api/index.ts';
import { headcount } from '../headcount.ts';

type Json = Readonly<Record<string, unknown>>;

/** Every object in a document. */
const objectsIn = (value: unknown): Json[] =>
  typeof value !== 'object' || value === null ? [] : [value as Json, ...Object.values(value).flatMap(objectsIn)];

/** What a reference such as `#/components/schemas/Problem` leads to; undefined if nothing is there. */
const at = (document: unknown, reference: string): unknown =>
  reference
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (value as Json | undefined)?.[part], document);

test('openapi prints the document of every call, and each reference in it leads to something', async () => {
  const { code, out, err } = await headcount(['openapi']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const printed = JSON.parse(out) as { openapi: string; paths: Readonly<Record<string, Json>> };
  expect(printed).toEqual(JSON.parse(JSON.stringify(openApi(calls))));
  expect(printed.openapi).toBe('3.1.1');

  const operations = Object.entries(printed.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation as Json] as const),
  );
  expect(operations.map(([route]) => route).sort()).toEqual(
    calls.map(({ method, path }) => `${method} ${path}`).sort(),
  );
  const ids = operations.map(([, { operationId }]) => operationId);
  expect(ids.every((id) => typeof id === 'string' && id !== '')).toBe(true);
  expect(new Set(ids).size).toBe(calls.length);
  for (const [route, { parameters }] of operations) {
    const inPath = (parameters as Json[]).filter((each) => each['in'] === 'path').map(({ name }) => `{${name}}`);
    expect([route, inPath]).toEqual([route, route.match(/\{[^}]+\}/g) ?? []]);
  }

  const references = objectsIn(printed).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
  expect(references).toContain('#/components/schemas/Problem');
  expect(references.filter((reference) => at(printed, reference) === undefined)).toEqual([]);
});
