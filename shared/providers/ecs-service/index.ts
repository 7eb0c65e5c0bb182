/** Tasks of an Amazon ECS service. Pure; what talks to AWS is loaded apart. */
export type { DescribedService } from './described/service.ts';
export type { EcsServiceConfig } from './format/config.ts';
export { ecsService } from './module.ts';
