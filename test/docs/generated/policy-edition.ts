import { canonical, checksum } from '../../../shared/model/index.ts';
import { parsePolicy, policyJsonSchema } from '../../../shared/policy/index.ts';

const PATH = 'shared/policy/edition.ts';
const KINDS = ['application', 'worker', 'platform'].flatMap((tier) =>
  ['aggressive', 'balanced', 'conservative', undefined].map((profile) => ({ tier, profile })),
);

/**
 * A checksum of everything that a policy may have, and of what a policy is completed with. Descriptions are left out: they
 * change nothing.
 */
function edition(): string {
  const completed = KINDS.map((kind) => parsePolicy({ group: 'g', capacity: { min: 0, max: 1 }, ...kind }));
  return checksum(canonical([withoutDescriptions(policyJsonSchema()), completed]));
}

function withoutDescriptions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDescriptions);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name, of]) => name !== 'description' || typeof of !== 'string');
  return Object.fromEntries(kept.map(([name, of]) => [name, withoutDescriptions(of)]));
}

export const policyEdition = {
  page: PATH,
  text: (): string => `// Generated from the format of policies by "npm run docs".

/** Recognizes the format of policies: another one may have further fields, or other defaults. */
export const POLICY_EDITION = '${edition()}';
`,
};
