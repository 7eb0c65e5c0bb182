/** Loads the extensions of a CDK app or a command, checks them, and adds their kinds to the process. */
export { because } from './check.ts';
export { type Editions, exportedBy } from './extended-by.ts';
export { registerInFunction } from './in-function.ts';
export { reasons } from './reasons.ts';
export {
  extensionFault,
  type Registered,
  registerExtensions,
  registeredEditions,
  registeredFiles,
} from './register.ts';
