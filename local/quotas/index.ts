/** A stand-in for Service Quotas, which the emulator lacks. */
export { LocalQuotas } from './local-quotas.ts';
export { controlQuotas, serveQuotas } from './serve.ts';
