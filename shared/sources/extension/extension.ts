import * as z from 'zod';
import {
  type Datapoint,
  type ExtensionContext,
  type FieldTypes,
  fieldTypes,
  type PermissionData,
  type Reason,
  type ReasonCatalog,
  rendererOf,
  type Schemas,
  schemas,
} from '../../model/index.ts';
import type { Price, SourceFacts, SourceFormat, SourceModule } from '../source-module.ts';

type Shape = z.core.$ZodLooseShape;

/** A kind of source of an extension: how it is written, and where its datapoints come from. */
export interface SourceExtension<Fields extends Shape = Shape> {
  /** The field of a metric that holds its configuration: `metrics: { tide: { gauge: { … } } }`. */
  readonly kind: string;
  /**
   * The fields of its configuration, as zod schemas. `schemas` has what they are made with, so that functions load it
   * only when they validate a policy.
   */
  fields(schemas: Schemas, types: FieldTypes): Fields;
  /** What is valid and will have no data, or wrong data. `path` is within the configuration. */
  warnings?(config: ConfigOfFields<Fields>): readonly { readonly path: string; readonly reason: Reason }[];
  /** The codes of its reasons with their texts. They begin with the name of the extension and a hyphen. */
  readonly reasons?: ReasonCatalog;
  /** Whether it can return values of the past. If not, values are remembered from evaluation to evaluation. @default false */
  readonly keepsPast?: boolean;
  /** What the evaluating functions must be allowed to do. */
  readonly permissions?: readonly PermissionData[];
  /** @default reading costs nothing */
  readonly price?: Price;
  /** @default a reading of the moment, once a minute, that counts as data for three minutes */
  facts?(config: ConfigOfFields<Fields>): ExtensionFacts;
  /** The datapoints that a decision at `now` may use, oldest first, of those that were read. @default all */
  series?(read: readonly Datapoint[], config: ConfigOfFields<Fields>, now: number): readonly Datapoint[];
  /** Called once in a process. */
  reader(context: ExtensionContext): ExtensionReader<ConfigOfFields<Fields>>;
}

export type ConfigOfFields<Fields extends Shape> = z.output<z.ZodObject<Fields>>;

/** What follows from the configuration of one metric. */
export type ExtensionFacts = Partial<
  Pick<SourceFacts, 'period' | 'maxAge' | 'settles' | 'statistic' | 'identity' | 'measures' | 'isTotal' | 'greatest'> &
    Pick<SourceFacts, 'countsWaiting' | 'isSilentAtRest' | 'reach'>
>;

/** Reads one kind of source, for many groups at once. */
export interface ExtensionReader<Config = unknown> {
  /**
   * The datapoints of each request by its key, oldest first. An empty list: the source was read and had nothing. An error, a
   * reason, or no entry: it could not be read, which is never zero. All requests together have 20 seconds.
   */
  read(requests: readonly ExtensionRequest<Config>[], now: number): Promise<ReadonlyMap<string, ExtensionReadout>>;
}

export type ExtensionReadout = readonly Datapoint[] | Error | Reason;

export interface ExtensionRequest<Config = unknown> {
  /** Names the answer. */
  readonly key: string;
  readonly group: string;
  /** The metric's name in the policy. */
  readonly metric?: string;
  readonly config: Config;
  /** How many seconds of the past are wanted; a source that shows only the present gives that. */
  readonly seconds: number;
}

/** The module of a kind that an extension adds. */
export function extensionModule(written: SourceExtension): SourceModule {
  const { kind, keepsPast = false, permissions = [], price = null, facts, series } = written;
  return {
    kind,
    isRead: true,
    permissions,
    price,
    presentOnly: keepsPast ? null : { instead: 'such as one that CloudWatch records' },
    facts: (config) => ({ ...USUAL, ...facts?.(config as never) }),
    series: (read, config, now) => series?.(read, config as never, now) ?? read,
    recordings: () => ({ own: null, related: [] }),
  };
}

const USUAL: SourceFacts = {
  period: 60,
  maxAge: 180,
  settles: 0,
  statistic: null,
  computedBy: null,
  identity: null,
  measures: null,
  alarm: null,
  reach: null,
};

/** The format of a kind that an extension has added. */
export function extensionFormat(kind: string, written: unknown): SourceFormat {
  const { fields, warnings, reasons = {} } = written as SourceExtension;
  const text = rendererOf([reasons]);
  return {
    kind,
    schema: z.strictObject(fields(schemas, fieldTypes)),
    warnings: (config) =>
      (warnings?.(config as never) ?? []).map(({ path, reason: { code, params } }) => ({
        path,
        message: text({ code, params }),
        code,
        params,
      })),
  };
}
