import * as z from 'zod';
import { backlog } from './backlog/index.ts';
import { deadline } from './deadline/index.ts';
import { forecast } from './forecast/index.ts';
import { objective } from './objective/index.ts';
import type { RuleLearning, RuleModule, Work } from './rule-module.ts';
import { schedule } from './schedule/index.ts';
import { step } from './step/index.ts';
import { target } from './target/index.ts';
import { threshold } from './threshold/index.ts';
import { workers } from './workers/index.ts';

/** Every kind of rule, by its name, in the order in which authors see them. A new kind is added here. */
const MODULES = registered({ target, step, threshold, backlog, workers, schedule, deadline, objective, forecast });

function registered<const Modules extends { readonly [Kind in keyof Modules]: RuleModule & { kind: Kind } }>(
  modules: Modules,
): Modules {
  return modules;
}

type Modules = typeof MODULES;
export type RuleKind = keyof Modules;
/** Kinds that tune themselves. */
export type LearningKind = {
  [Kind in RuleKind]: Modules[Kind] extends { readonly learning: object } ? Kind : never;
}[RuleKind];

/** A rule as its author may write it, and as it is read: its name is optional. */
export type RuleDocument = { [Kind in RuleKind]: z.input<Modules[Kind]['schema']> }[RuleKind];
export type WrittenRule = { [Kind in RuleKind]: z.output<Modules[Kind]['schema']> }[RuleKind];
/** A rule of an accepted policy: it always has a name. */
export type Rule = WrittenRule & { readonly name: string };
export type RuleOf<Kind extends RuleKind> = z.output<Modules[Kind]['schema']> & { readonly name: string };
export type LearningRule = RuleOf<LearningKind>;

/** What rules that tune themselves found out. */
export type Learned = {
  [Kind in LearningKind]: z.output<Modules[Kind]['learning']['schema']>;
}[LearningKind];

/** A module without the type of its rule: to be given rules of its own kind only. */
export type AnyRuleModule = RuleModule<Rule, Learned>;

export const ruleModules = Object.values(MODULES) as unknown as readonly AnyRuleModule[];
const BY_KIND = MODULES as unknown as Readonly<Record<string, AnyRuleModule>>;

export const moduleOf = ({ kind }: Pick<Rule, 'kind'>): AnyRuleModule => BY_KIND[kind] as AnyRuleModule;

/** The module of a kind that somebody wrote; `undefined` if there is none. */
export const moduleOfKind = (kind: unknown): AnyRuleModule | undefined =>
  typeof kind === 'string' && Object.hasOwn(BY_KIND, kind) ? BY_KIND[kind] : undefined;

type Members = readonly [z.ZodObject, ...z.ZodObject[]];
const union = <Member>(schemas: readonly Member[]) => z.discriminatedUnion('kind', schemas as unknown as Members);

/** A rule of any kind. */
export const rule = union(ruleModules.map(({ schema }) => schema)) as unknown as z.ZodType<WrittenRule, RuleDocument>;

/** What a rule of any kind that tunes itself found out. */
export const learned = union(ruleModules.flatMap(({ learning }) => learning?.schema ?? [])) as unknown as z.ZodType<
  Learned,
  z.input<Modules[LearningKind]['learning']['schema']>
>;

/** How rules of a kind that tunes itself learn. */
export const learningOfKind = (kind: LearningKind): RuleLearning<Rule, Learned> =>
  BY_KIND[kind]?.learning as RuleLearning<Rule, Learned>;

/** Metrics that a rule reads, each once. */
export function metricsOf(written: WrittenRule): readonly string[] {
  const { group, perWorker } = moduleOf(written).metrics(written as Rule);
  return perWorker.length === 0 ? group : [...new Set([...group, ...perWorker])];
}

/** What a rule says about the work that its group does. */
export const workOf = (written: Rule): Work => moduleOf(written).work?.(written) ?? {};
