/** A request as the gateway delivers it. */
export interface ApiRequest {
  /** The call, as API Gateway names its route: `GET /groups/{group}`. */
  readonly route: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null if there is none. */
  readonly body: string | null;
  readonly caller: Caller;
}

/** Who signed the request. */
export interface Caller {
  /** ARN of the user or of the session of a role. */
  readonly by: string;
  /** The address of the caller. */
  readonly from: string;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a call answers, before it is written as JSON. A string is sent as it is. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}
