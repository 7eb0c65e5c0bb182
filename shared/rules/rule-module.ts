import type { Reason, Window } from '../model/index.ts';
import type { Timing } from './forecasting/index.ts';
import type { Recommendation } from './recommendation.ts';
import type { RuleContext } from './rule-context.ts';

/**
 * A kind of rule: what it reads, and what it recommends. Everything other rooms must know about a kind is here and in its
 * format, so that none of them asks for a kind by its name. Pure. `Rule`: what the format's schema gives.
 */
export interface RuleModule<Rule = unknown, Learned = unknown> {
  readonly kind: string;
  /**
   * `waits`: the rule reacts to what it sees, and the profile's cooldowns and limits calm it. `weighs-time`: it knows
   * how long a worker boots and what a change costs, so the profile's waits would only make it late. `moves-bounds`: it
   * proposes a capacity only where a window asks for one.
   */
  readonly pace: 'waits' | 'weighs-time' | 'moves-bounds';
  /** Metrics it reads, each once: of the group, and of each worker. */
  metrics(rule: Rule): MetricsRead;
  /** `learned`: what a rule that tunes itself found out, else what the readings at hand show; null where that is nothing. */
  recommend(rule: Rule, context: RuleContext, learned: () => Learned | null): Recommendation;

  /** What it looks back on in every decision; without it, only the latest datapoint. In seconds, `boot`: see {@link bootOf}. */
  past?(rule: Rule, boot: number, drain: number): Past;
  /** Conditions that must be seen to hold for some time. */
  waits?(rule: Rule): readonly Wait[];
  /** Bounds above which a worker is overloaded, each of them alone; without it, the rule knows no overloaded workers. */
  overloaded?(rule: Rule): readonly OverloadBound[];
  /** How many workers it has found overloaded, from the reason of its recommendation; null if that does not say. */
  overloadedIn?(reason: Reason): number | null;
  /** Bounds below which a worker is idle, all of which must hold; without it, the rule knows no idle workers. */
  idle?(rule: Rule): readonly IdleBound[];
  /** Bounds of single metrics that an alarm can watch; without it, none. */
  alarms?(rule: Rule): Alarms;
  /** Whether more of its metric makes it scale in. */
  shrinksAbove?(rule: Rule): boolean;
  /** Bounds of metrics of each worker, which no alarm watches: without it, those of the alarms. */
  bounds?(rule: Rule): readonly AlarmBound[];
  /** Windows that move the capacity while they are open. */
  windows?(rule: Rule): readonly CapacityWindow[];
  /** `duration`: it counts with the time that a worker boots; `each-worker`: also with the moment each was launched. */
  readonly looksAtBoots?: 'duration' | 'each-worker';
  /** How it tunes itself on recorded demand. */
  readonly learning?: RuleLearning<Rule, Learned>;
  /** What a replay may take from it about the work that the group does. */
  work?(rule: Rule): Work;
}

export interface MetricsRead {
  readonly group: readonly string[];
  /** Of workers. A metric in both lists is read in whichever way it is measured. */
  readonly perWorker: readonly string[];
}

/** Of a metric of each worker. */
export interface IdleBound {
  readonly metric: string;
  readonly below: number;
}

export interface OverloadBound {
  readonly metric: string;
  readonly above: number;
}

export interface Past {
  readonly metrics: readonly string[];
  readonly seconds: number;
}

export interface Wait {
  /** The field that says how long. */
  readonly field: string;
  readonly metric: string;
  readonly seconds: number;
}

export interface Alarms {
  readonly bounds: readonly AlarmBound[];
  /** Every move of the rule begins with one of the bounds, so that a quiet group may be evaluated less often. */
  readonly isComplete: boolean;
}

/** The figure from which on a rule begins to act. */
export interface AlarmBound {
  readonly metric: string;
  readonly side: 'high' | 'low';
  readonly bound: number;
  /** Seconds for which the metric must stay beyond it. */
  readonly for: number;
  /** The rule acts at the bound itself. */
  readonly inclusive?: boolean;
}

export interface CapacityWindow extends Window {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly desired?: number | undefined;
  readonly spare?: number | undefined;
}

/** A rule that finds out on recorded demand what drives it. */
export interface RuleLearning<Rule, Learned> {
  /** Seconds of recorded past to learn from. */
  readonly seconds: number;
  metric(rule: Rule): string;
  /** Of the metric, what keeps one worker busy. */
  perWorker(rule: Rule): number;
  /** Whether it counts with workers of a warm pool, which come earlier than others. */
  readonly usesPool?: true;
  /** The figures of the rule that what it finds out depends on. */
  figures(rule: Rule): readonly (string | number)[];
  /** Takes in the past, step by step. `before`: what drives the rule so far. */
  learner(rule: Rule, timing: Timing, before: Learned | null): Learner<Learned>;
  /** Whether stored findings can be used: another version may have written them. */
  isUsable(stored: object): boolean;
  /** Seconds of demand that it was found on. */
  seen(learned: Learned): number;
  /** In a few words, for `status`. */
  summary(learned: Learned): Reason;
}

export interface Learner<Learned> {
  /** Demand of the next step, in workers that it keeps busy. */
  add(demand: number): void;
  /** Null while too little was seen. `at`: start of the newest reading, ms since the epoch. */
  found(at: number): Omit<Learned, 'kind' | 'at' | 'basis' | 'timing'> | null;
}

/** The work of a group as a rule states it. */
export interface Work {
  /** Tasks wait in a queue. */
  readonly isQueued?: true;
  /** Seconds that a task takes, and how long it may wait. */
  readonly taskSeconds?: number | undefined;
  readonly startWithin?: number | undefined;
  /** Share of the demand that the rule may lose; absent if it states none. */
  readonly lost?: number;
  /** One worker serves so much of the metric at full load. */
  readonly capacity?: { readonly metric: string; readonly value: number };
  /** The rule keeps so much of the metric for each worker; `isTotal`: of a metric that the workers share. */
  readonly target?: { readonly metric: string; readonly value: number; readonly isTotal: boolean };
}
