import type { ProviderExtension } from '../providers/index.ts';
import type { RuleExtension } from '../rules/index.ts';
import type { SourceExtension } from '../sources/index.ts';

/**
 * Kinds of rules, metric sources and providers that another package adds to Headcount. It is the default export of a
 * module, which a CDK app names in `extensions` of `Headcount`, and the command line in `--extensions`.
 */
export interface Extension {
  /** Lower-case letters, digits and hyphens: `acme`. The codes of its reasons begin with it. */
  readonly name: string;
  readonly rules?: readonly RuleExtension[];
  readonly sources?: readonly SourceExtension[];
  readonly providers?: readonly ProviderExtension[];
}

/** Checks an extension against its type. */
export const defineExtension = (extension: Extension): Extension => extension;
