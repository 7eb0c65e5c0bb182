import { extended } from '../model/index.ts';
import { backlog } from './backlog/index.ts';
import { deadline } from './deadline/index.ts';
import { forecast } from './forecast/index.ts';
import type { Learned, LearningKind, Rule, RuleKind, WrittenRule } from './formats.ts';
import { objective } from './objective/index.ts';
import type { RuleLearning, RuleModule, Work } from './rule-module.ts';
import { schedule } from './schedule/index.ts';
import { step } from './step/index.ts';
import { target } from './target/index.ts';
import { threshold } from './threshold/index.ts';
import { workers } from './workers/index.ts';

/** Every kind of rule, by its name. A new kind is added here, in catalogs.ts, formats.ts and trials.ts. */
const MODULES = registered({ target, step, threshold, backlog, workers, schedule, deadline, objective, forecast });

function registered<
  const Modules extends { readonly [Kind in RuleKind]: RuleModule & { kind: Kind } } & {
    readonly [Kind in Exclude<keyof Modules, RuleKind>]: never;
  },
>(modules: Modules): Modules {
  return modules;
}

/** A module without the type of its rule: to be given rules of its own kind only. */
export type AnyRuleModule = RuleModule<Rule, Learned>;

const BY_KIND = MODULES as unknown as Readonly<Record<string, AnyRuleModule>>;

const ofExtension = (kind: string) => extended().rules.get(kind)?.module as AnyRuleModule | undefined;

export const moduleOf = ({ kind }: Pick<Rule, 'kind'>): AnyRuleModule =>
  (BY_KIND[kind] ?? ofExtension(kind)) as AnyRuleModule;

/** The module of a kind that somebody wrote; `undefined` if there is none. */
export function moduleOfKind(kind: unknown): AnyRuleModule | undefined {
  if (typeof kind !== 'string') return undefined;
  return Object.hasOwn(BY_KIND, kind) ? BY_KIND[kind] : ofExtension(kind);
}

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
