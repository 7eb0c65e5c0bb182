import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reason, ReasonParams } from '../../../../shared/model/index.ts';
import { parseDeployable } from '../../../../shared/policy/index.ts';
import { CATALOGS, phrase, unknownCodesIn } from '../../../../shared/presentation/index.ts';
import { policyDocument } from '../../decision/arbitraries.ts';
import { runs } from '../../runs.ts';

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

it('codes without a text are found in what is shown, and nothing else is taken for one', () => {
  const unknown = { code: 'acme-ladder-step', params: { metric: 'orders', value: 150 } };
  const bare = { code: 'acme-ladder-below', params: {} };
  const shown = `orders: ${phrase(unknown)}\nqueue-depth {"a":1} ${phrase(bare)} min-max {not json} ${phrase(unknown)}`;
  expect(unknownCodesIn(shown)).toEqual(['acme-ladder-step', 'queue-depth', 'acme-ladder-below']);
  const misfit = { code: 'stored-policy-invalid', params: {} };
  expect(unknownCodesIn(phrase(misfit))).toEqual([]);
});

it('a policy whose kind an extension may add is not to be applied again', () => {
  const cause = (params: ReasonParams): Reason => ({
    code: 'stored-policy-invalid',
    params: { fields: ['rules[0].kind'], errors: [{ code: 'unknown-kind', params }], more: 0 },
  });
  const kind = { kind: 'ladder', kinds: ['target'], close: null };
  expect(phrase(cause({ ...kind, extensible: true }))).toContain('needs the extension in --extensions');
  expect(phrase(cause(kind))).toMatch(/\. Apply the policy again$/);
});
