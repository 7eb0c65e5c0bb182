import type { Extension } from '../extension/index.ts';
import type { Extended, ExtendedKind, Reason, ReasonDefinition, ReasonParams } from '../model/index.ts';
import { extensionModule as providerModule } from '../providers/index.ts';
import type { RuleExtension } from '../rules/index.ts';
import { extensionModule as sourceModule } from '../sources/index.ts';

/** Checksums of the formats of kinds, by `rule:kind`, `source:kind` and `provider:kind`. */
export type Editions = Readonly<Record<string, string>>;

/** What these extensions add. Functions are bundled with this, so it neither checks anything nor loads a schema. */
export function extendedBy(extensions: readonly Extension[], editions: Editions): Extended {
  const of = <Written extends { readonly kind: string }>(
    room: string,
    written: readonly Written[],
    parts: (each: Written) => Pick<ExtendedKind, 'module' | 'adapter'>,
  ) =>
    new Map(
      written.map((each) => [
        each.kind,
        { format: each, edition: editions[`${room}:${each.kind}`] ?? '', ...parts(each) },
      ]),
    );
  const rules = extensions.flatMap((each) => each.rules ?? []);
  const sources = extensions.flatMap((each) => each.sources ?? []);
  const providers = extensions.flatMap((each) => each.providers ?? []);
  return {
    rules: of('rule', rules, (module) => ({ module: checkedRule(module) })),
    sources: of('source', sources, (each) => ({ module: sourceModule(each), adapter: each.reader })),
    providers: of('provider', providers, (each) => ({ module: providerModule(each), adapter: each })),
    reasons: new Map(
      [...rules, ...sources, ...providers].flatMap(
        ({ reasons = {} }) => Object.entries(reasons) as unknown as [string, ReasonDefinition<ReasonParams>][],
      ),
    ),
  };
}

/** The rule, whose recommendations are checked: what decides trusts them. */
function checkedRule(module: RuleExtension): RuleExtension {
  return {
    ...module,
    recommend(rule, context, learned) {
      const answer = module.recommend(rule, context, learned);
      const { kind, reason, capacity } = (answer ?? {}) as { kind?: string; reason?: Reason; capacity?: unknown };
      const isKnown = kind === 'abstain' || kind === 'no-data' || (kind === 'propose' && Number.isFinite(capacity));
      if (isKnown && typeof reason?.code === 'string') return answer;
      throw new Error(
        `The rule ${module.kind} of an extension recommended ${JSON.stringify(answer) ?? 'nothing'}: its recommend must return propose(…), abstain(…) or noData(…)`,
      );
    },
  };
}

/** The extension that a module exports; a CommonJS module has its default export among its own. */
export function exportedBy(module: unknown): unknown {
  let written = module;
  while (typeof written === 'object' && written !== null && 'default' in written) written = written.default;
  return written;
}
