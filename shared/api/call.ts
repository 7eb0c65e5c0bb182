import type * as z from 'zod';
import type { AuditAction } from '../operations/index.ts';
import type { Answer, Caller } from './http.ts';
import type { Level } from './levels.ts';
import type { ApiUse } from './use.ts';

interface CallInput<Query, Body> {
  /** From the path; empty for calls that concern the stage. */
  readonly group: string;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  /** The header `If-Match`; null without it. */
  readonly ifMatch: string | null;
  /** The header `If-None-Match`; null without it. */
  readonly ifNoneMatch: string | null;
}

interface CallDefinition<Query, Body> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `{group}` where the group's name is. */
  readonly path: string;
  /** Name of the operation in the OpenAPI document, and of the call in logs. */
  readonly id: string;
  readonly level: Level;
  readonly summary: string;
  /** Values of the query are texts: schemas coerce them. */
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** The answer of a call that succeeded. */
  readonly answer: {
    readonly status: number;
    readonly description: string;
    readonly schema: z.ZodType;
    /** The content type; JSON by default. */
    readonly content?: string;
  };
  /** What the audit trail names it. A refused call has an entry as well. Absent: the call changes nothing, or sends data. */
  readonly action?: AuditAction;
  /** Whether `If-Match` and `If-None-Match` make the call conditional. */
  readonly isConditional?: boolean;
  readonly run: (input: CallInput<Query, Body>, use: ApiUse) => Promise<Answer>;
}

/** A call with schemas of any type. */
export type ApiCall = CallDefinition<unknown, unknown>;

/** Declares a call: its place, who may make it, what it takes and what it answers. */
export const call = <Query = undefined, Body = undefined>(definition: CallDefinition<Query, Body>): ApiCall =>
  definition as unknown as ApiCall;

export const routeOf = ({ method, path }: Pick<ApiCall, 'method' | 'path'>): string => `${method} ${path}`;
