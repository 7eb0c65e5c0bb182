/** Tasks of an Amazon ECS service. Pure; what talks to AWS is loaded apart. */
export type { DescribedService } from './described/service.ts';
export { ecsService } from './module.ts';
export type { EcsServiceConfig } from './schema.ts';
