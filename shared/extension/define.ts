import type * as z from 'zod';
import type { ProviderExtension } from '../providers/index.ts';
import type { RuleExtension } from '../rules/index.ts';
import type { SourceExtension } from '../sources/index.ts';

type Shape = z.core.$ZodLooseShape;

/** Checks a kind of rule, and gives its functions the type of its fields. */
export const defineRule = <const Fields extends Shape>(rule: RuleExtension<Fields>): RuleExtension<Fields> => rule;

/** Checks a kind of metric source, and gives its functions the type of its fields. */
export const defineSource = <const Fields extends Shape>(source: SourceExtension<Fields>): SourceExtension<Fields> =>
  source;

/** Checks a kind of provider, and gives its functions the type of its fields. */
export const defineProvider = <const Fields extends Shape>(
  provider: ProviderExtension<Fields>,
): ProviderExtension<Fields> => provider;
