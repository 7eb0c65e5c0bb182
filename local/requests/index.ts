export type { Call, Fault, HttpRequest, Protocol } from './call.ts';
export { MODELLED, type Model, Models, type Shape } from './models.ts';
export { readCall, type Signer } from './read-call.ts';
export { type RefusalOfCall, type RefusedAnswer, refusedAnswer } from './refuse.ts';
