/** Workers of anything, anywhere, that a Lambda function of the user's describes and resizes. Pure; what invokes it is loaded apart. */

export type { LambdaConfig } from './format/config.ts';
export { lambda } from './module.ts';
