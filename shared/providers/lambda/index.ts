/** Workers of anything, anywhere, that a Lambda function of the user's describes and resizes. Pure; what invokes it is loaded apart. */
export { lambda } from './module.ts';
export type { LambdaConfig } from './schema.ts';
