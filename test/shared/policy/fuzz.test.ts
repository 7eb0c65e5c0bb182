import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../shared/decision/index.ts';
import {
  compileFormula,
  type Parsed,
  parseDeployable,
  parseObservation,
  parsePolicy,
} from '../../../shared/policy/index.ts';
import { observationDocument, policyDocument } from '../decision/arbitraries.ts';
import { runs } from '../runs.ts';

/** Values that have broken parsers: what objects inherit, numbers at the edge, wrong types, things nested deeply. */
const nested = (depth: number): unknown => JSON.parse(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`);
const inherited = JSON.parse('{"__proto__":{"kind":"target"},"constructor":{"prototype":{}},"toString":1}');
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, '', '__proto__', 'constructor', -0, 1e308, -1e308, 5e-324, Number.NaN, Infinity, true),
  fc.constantFrom<unknown>(inherited, nested(2000), [], {}, [[]], 'a'.repeat(5000), '('.repeat(900), '0 0 30 2 *'),
  fc.constantFrom<unknown>('P1D', '1 + ', 'a.b', '1e999', '999999999d', 2 ** 53, '2026-02-30T00:00:00Z'),
  fc.constantFrom<unknown>('0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '1970-01-01T00:00:00+23:59'),
);
const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 'name', 'metric', 'kind'), fc.string());

/** The document with a part of it replaced, removed or added, wherever the walk ends. */
function broken(
  document: unknown,
  walk: readonly number[],
  change: 'replace' | 'remove' | 'add',
  name: string,
  value: unknown,
): unknown {
  const copy = structuredClone(document);
  let place: object = Object(copy);
  for (const [index, step] of walk.entries()) {
    const keys = Object.keys(place);
    const at = keys[step % Math.max(1, keys.length)];
    if (at === undefined) break;
    const inner = (place as Record<string, unknown>)[at];
    if (index < walk.length - 1 && typeof inner === 'object' && inner !== null) place = inner;
    else if (change === 'remove') delete (place as Record<string, unknown>)[at];
    else
      Object.defineProperty(place, change === 'add' && !Array.isArray(place) ? name : at, {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
  return copy;
}
const breaks = [
  fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }),
  fc.constantFrom('replace' as const, 'remove' as const, 'add' as const),
  key,
  junk,
] as const;

/** Accepted, or refused with at least one fault that has a path and a sentence. */
function expectVerdict(parsed: Parsed<unknown>): void {
  if (parsed.ok) return;
  expect(parsed.faults.length).toBeGreaterThan(0);
  for (const { path, message } of parsed.faults) {
    expect(path).toBeTypeOf('string');
    expect(message).toMatch(/^(is|must|reads|deadline|objective|forecast|workers) .*/s);
    expect(message).not.toMatch(/undefined|\[object|Invalid/);
  }
}

describe('any input', () => {
  it('as a policy is accepted or rejected with paths', () => {
    fc.assert(
      fc.property(junk, (written) => {
        expectVerdict(parsePolicy(written));
        expectVerdict(parseDeployable(written));
      }),
      { numRuns: runs },
    );
  });
  it('as an observation is accepted or rejected with paths', () => {
    fc.assert(
      fc.property(junk, (written) => expectVerdict(parseObservation(written))),
      { numRuns: runs },
    );
  });
  it('as a formula is rejected with a sentence or evaluates to a finite number or no data', () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .array(
          fc.constantFrom(
            '1',
            'a',
            'workers',
            '+',
            '-',
            '*',
            '/',
            '(',
            ')',
            ',',
            'min',
            'max',
            'ceil',
            '.',
            '1e400',
            'this',
            '[',
            '=>',
            '`',
          ),
        )
        .map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(text, fc.double(), (formula, figure) => {
        const parsed = parsePolicy({
          group: 'a',
          capacity: { min: 0, max: 1 },
          metrics: { a: { pushed: {} }, f: { formula } },
        });
        expectVerdict(parsed);
        if (!parsed.ok) return;
        const value = compileFormula(formula).evaluate(() => figure);
        expect(value === undefined || Number.isFinite(value)).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});

describe('a document with one error', () => {
  it('is rejected with paths, or accepted and decided', () => {
    fc.assert(
      fc.property(policyDocument, observationDocument, ...breaks, (document, seen, walk, change, name, value) => {
        const written = broken(document, walk, change, name, value);
        expectVerdict(parseDeployable(written));
        const policy = parsePolicy(written);
        const observation = parseObservation(seen);
        expectVerdict(policy);
        if (policy.ok && observation.ok)
          expect(decide(policy.value, observation.value).desired).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: runs },
    );
  });
  it('as an observation is rejected with paths, or accepted and decided', () => {
    fc.assert(
      fc.property(policyDocument, observationDocument, ...breaks, (document, seen, walk, change, name, value) => {
        const policy = parsePolicy(document);
        const observation = parseObservation(broken(seen, walk, change, name, value));
        expectVerdict(observation);
        if (policy.ok && observation.ok)
          expect(decide(policy.value, observation.value).desired).toBeLessThanOrEqual(100_000);
      }),
      { numRuns: runs },
    );
  });
});

it('no input changes the prototype of objects', () => {
  const written = JSON.parse(
    '{"group":"a","capacity":{"min":0,"max":1},"metrics":{"__proto__":{"pushed":{}}},"__proto__":{"paused":true}}',
  );
  const parsed = parsePolicy(written);
  expect(parsed).toEqual({
    ok: false,
    faults: [{ path: '__proto__', message: 'is not a known field', code: 'unknown-field', params: {} }],
  });
  expect(({} as { paused?: unknown }).paused).toBeUndefined();
});
