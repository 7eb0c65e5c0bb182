import * as z from 'zod';
import { extendedSchema, sinceExtended } from '../model/index.ts';
import { format as backlog } from './backlog/format.ts';
import { format as deadline } from './deadline/format.ts';
import { extensionFormat } from './extension.ts';
import { format as forecast } from './forecast/format.ts';
import { format as objective } from './objective/format.ts';
import type { RuleFormat } from './rule-format.ts';
import { format as schedule } from './schedule/format.ts';
import { format as step } from './step/format.ts';
import { format as target } from './target/format.ts';
import { format as threshold } from './threshold/format.ts';
import { format as workers } from './workers/format.ts';

/** How every kind of rule is written, in the order in which authors see them. A new kind is added here, in catalogs.ts, registry.ts and trials.ts. */
const FORMATS = registered({ target, step, threshold, backlog, workers, schedule, deadline, objective, forecast });

function registered<const Formats extends { readonly [Kind in keyof Formats]: RuleFormat & { kind: Kind } }>(
  formats: Formats,
): Formats {
  return formats;
}

type Formats = typeof FORMATS;
export type RuleKind = keyof Formats;
/** Kinds that tune themselves. */
export type LearningKind = {
  [Kind in RuleKind]: Formats[Kind] extends { readonly learned: object } ? Kind : never;
}[RuleKind];

/** A rule as its author may write it, and as it is read: its name is optional. */
export type RuleDocument = { [Kind in RuleKind]: z.input<Formats[Kind]['schema']> }[RuleKind];
export type WrittenRule = { [Kind in RuleKind]: z.output<Formats[Kind]['schema']> }[RuleKind];
/** A rule of an accepted policy: it always has a name. */
export type Rule = WrittenRule & { readonly name: string };
export type RuleOf<Kind extends RuleKind> = z.output<Formats[Kind]['schema']> & { readonly name: string };
export type LearningRule = RuleOf<LearningKind>;

/** What rules that tune themselves found out. */
export type Learned = {
  [Kind in LearningKind]: z.output<Formats[Kind]['learned']>;
}[LearningKind];

/** A format without the type of its rule: to be given rules of its own kind only. */
export type AnyRuleFormat = RuleFormat<Rule, Learned>;

export const ruleFormats = Object.values(FORMATS) as unknown as readonly AnyRuleFormat[];
const BY_KIND = FORMATS as unknown as Readonly<Record<string, AnyRuleFormat>>;

/** The formats of extensions, by kind. */
const ofExtensions = sinceExtended(
  ({ rules }) =>
    new Map([...rules].map(([kind, { format }]) => [kind, extensionFormat(kind, format) as AnyRuleFormat])),
);

/** The format of a kind that somebody wrote; `undefined` if there is none. */
export function formatOfKind(kind: unknown): AnyRuleFormat | undefined {
  if (typeof kind !== 'string') return undefined;
  return Object.hasOwn(BY_KIND, kind) ? BY_KIND[kind] : ofExtensions().get(kind);
}

type Members = readonly [z.ZodObject, ...z.ZodObject[]];
const union = <Member>(schemas: readonly Member[]) => z.discriminatedUnion('kind', schemas as unknown as Members);

/** A rule of any kind. */
export const rule = extendedSchema(() =>
  union([...ruleFormats, ...ofExtensions().values()].map(({ schema }) => schema)),
) as unknown as z.ZodType<WrittenRule, RuleDocument>;

/** What a rule of any kind that tunes itself found out. */
export const learned = union(ruleFormats.flatMap((format) => format.learned ?? [])) as unknown as z.ZodType<
  Learned,
  z.input<Formats[LearningKind]['learned']>
>;
