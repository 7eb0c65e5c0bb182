import type { Model } from './models.ts';

/** How a service is spoken to. */
export type Protocol = 'ec2' | 'query' | 'json' | 'cbor' | 'rest-json';

/** A member of a request that AWS would not accept. */
export interface Fault {
  /** `LaunchTemplateConfigs[0].Overrides`; '' for the request itself. */
  readonly member: string;
  /** `unknown member`, `required`, `enum`… */
  readonly rule: string;
  readonly found?: string;
}

/** A request, as the model of its service reads it. */
export interface Call {
  /** As in the signature: `ec2`, `monitoring`, `dynamodb`. */
  readonly service: string;
  readonly operation: string;
  readonly protocol: Protocol;
  readonly model: Model;
  /** The members of the operation's input by their names in the model; lists, maps and numbers are JSON's. */
  readonly input: Readonly<Record<string, unknown>>;
  /** What could not be read. */
  readonly faults: readonly Fault[];
  /** The access key that signed it. */
  readonly key: string;
  readonly region: string;
}

export interface HttpRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

export const headerOf = ({ headers }: Pick<HttpRequest, 'headers'>, name: string): string =>
  String(headers[name] ?? '');
