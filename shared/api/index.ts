/** The HTTP API: its calls, who may make them, what they take and answer, and their OpenAPI document. */
export { answerRequest } from './answer-request.ts';
export { routeOf } from './call.ts';
export { calls } from './calls/index.ts';
export type { ApiRequest, ApiResponse, Caller } from './http.ts';
export { allows, LEVELS, type Level } from './levels.ts';
export { openApi } from './openapi.ts';
export { failedResponse } from './problems/problem.ts';
export { problemSchema } from './problems/problem-schema.ts';
export { apiReasons } from './reasons.ts';
export { sendable } from './sendable.ts';
export type { ApiUse } from './use.ts';
