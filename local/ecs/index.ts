/** A strict stand-in for Amazon ECS: services and their tasks, which run nothing. */
export { controlEcs, reportEcs } from './control.ts';
export { type EcsOptions, LocalEcs } from './local-ecs.ts';
export { type Delays, toRun } from './model.ts';
export { serveEcs } from './server.ts';
