import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDeployable } from '../../../shared/policy/index.ts';
import { CATALOGS, phrase } from '../../../shared/presentation/index.ts';
import { policyDocument } from '../decision/arbitraries.ts';
import { runs } from '../runs.ts';

const codes = CATALOGS.flatMap((catalog) => Object.keys(catalog));

describe('a code', () => {
  it('is defined once', () => {
    // An evaluation and a conditional write of the API end for the same reason.
    expect(codes.filter((code, index) => codes.indexOf(code) < index)).toEqual(['policy-changed']);
  });

  it.each(codes)('%s is lower case with hyphens, and has a meaning', (code) => {
    expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    const [definition] = CATALOGS.flatMap((catalog) => catalog[code] ?? []);
    expect(definition?.meaning).toMatch(/^.*\.$/);
  });
});

/** What may be wrong with a document: anything in any place. */
const broken = fc
  .tuple(
    policyDocument,
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('rules', 'capacity', 'behavior', 'metrics', 'name'),
  )
  .chain(([document, value, field]) =>
    fc.constantFrom<unknown>(
      { ...document, [field]: value },
      { ...document, rules: [...(document.rules ?? []), value, { kind: value }, { kind: 'target', value: value }] },
      { ...document, rules: [{ kind: 'step', metric: 'cpu', threshold: 1, steps: [{ from: 1, to: 0 }, { add: 1 }] }] },
      { ...document, metrics: { a: { formula: 'b + c' }, b: { formula: 'a' }, q: { sqs: { queue: 'q' } } } },
      { ...document, capacity: { min: 9, max: 1 } },
    ),
  );

describe('an error of validation', () => {
  it('has the message of its code and parameters', () => {
    fc.assert(
      fc.property(broken, (document) => {
        const parsed = parseDeployable(document);
        if (parsed.ok) return;
        for (const { message, code, params } of parsed.faults) expect(phrase({ code, params })).toBe(message);
      }),
      { numRuns: runs },
    );
  });
});
