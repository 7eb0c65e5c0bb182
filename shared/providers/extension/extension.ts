import type * as z from 'zod';
import type {
  ExtensionContext,
  FieldTypes,
  PermissionData,
  Reason,
  ReasonCatalog,
  Schemas,
} from '../../model/index.ts';

type Shape = z.core.$ZodLooseShape;

/**
 * A kind of provider of an extension: of anything that has a desired number of workers. It launches and replaces workers;
 * how many there are to be, and which ones end, is decided by Headcount.
 */
export interface ProviderExtension<Fields extends Shape = Shape> {
  readonly kind: string;
  /**
   * The fields of its configuration, as zod schemas; `kind`, `retire`, `bootTimeout`, `readiness` and `heartbeat` are added
   * to them. `schemas` has what they are made with, so that functions
   * load it only when they validate a policy.
   */
  fields(schemas: Schemas, types: FieldTypes): Fields;
  /** The codes of its reasons with their texts. They begin with the name of the extension and a hyphen. */
  readonly reasons?: ReasonCatalog;
  /** What the evaluating functions must be allowed to do, in a stage. */
  permissions?(stage: string): readonly PermissionData[];
  /** What a policy resizes. No two policies may name the same. */
  nameOf(config: ProviderConfigOfFields<Fields>): string;
  /** Called once in a process. */
  groups(context: ExtensionContext & { readonly stage: string }): ExtensionGroups;
}

export type ProviderConfigOfFields<Fields extends Shape> = z.output<z.ZodObject<Fields>> & CommonConfig;

/** Fields of every provider of an extension. */
export type CommonConfig = {
  readonly kind: string;
  readonly retire: 'oldest' | 'newest' | 'balanced';
  /** Seconds from a worker's launch until it must be ready; then it counts as unhealthy. */
  readonly bootTimeout: number;
  readonly readiness?: { readonly within: number } | undefined;
  readonly heartbeat?: number | undefined;
};

/** A group, and what its policy resizes. */
export interface ExtensionTarget {
  readonly group: string;
  /** As `nameOf` returned it. */
  readonly name: string;
}

/**
 * Resizes and describes. What is thrown is repeated by the next evaluation, with the same `idempotencyKey`, so every
 * method must be idempotent. Answer before the change is complete: `describe` shows what has come of it.
 */
export interface ExtensionGroups {
  describe(target: ExtensionTarget): Promise<DescribedWorkers>;
  /**
   * Sets the desired number to `desired`, unless it has been changed since it was `from`. Returns the number that it has
   * set, if that is another one, or why this can never be done.
   */
  resize(order: ExtensionTarget & ResizeOrder): Promise<{ readonly desired?: number; readonly rejected?: Reason }>;
  /**
   * Ends exactly these workers, each with its place in the desired number, except those that must not be ended now: the
   * protected ones and, without `evenBusy`, the busy ones. Returns those that end or are gone.
   */
  terminate(order: ExtensionTarget & TerminateOrder): Promise<{ readonly gone: readonly string[] }>;
  /**
   * Keeps texts for workers, to be returned as their `marks`; null removes one. Without it, a worker that is chosen for
   * termination is not marked as draining, and workers cannot report by events.
   */
  mark?(order: ExtensionTarget & MarkOrder): Promise<void>;
}

export interface ResizeOrder {
  /** The same for every repetition of a resize. */
  readonly idempotencyKey: string;
  /** The desired number when it was decided, and what it is to become. */
  readonly from: number;
  readonly desired: number;
}

export interface TerminateOrder {
  /** The same for every repetition of a removal. */
  readonly idempotencyKey: string;
  readonly workers: readonly string[];
  /** Whether a worker may be ended although it is busy. */
  readonly evenBusy: boolean;
}

export interface MarkOrder {
  readonly workers: readonly string[];
  readonly marks: Readonly<Record<string, string | null>>;
}

export interface DescribedWorkers {
  readonly desired: number;
  /** Those that start or run. An ended worker is left out. */
  readonly workers: readonly DescribedWorker[];
  /** Notes for operators. */
  readonly notes?: readonly Reason[];
}

export interface DescribedWorker {
  /** Letters, digits, and . _ : - */
  readonly id: string;
  readonly state: 'pending' | 'ready' | 'unhealthy';
  /** ms since the epoch. */
  readonly launchedAt?: number;
  readonly zone?: string;
  /** It must not be ended. */
  readonly protected?: boolean;
  readonly busy?: boolean;
  /** What `mark` has set. */
  readonly marks?: Readonly<Record<string, string>>;
}
