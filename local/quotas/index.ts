/** A stand-in for Service Quotas, which the emulator lacks. */
export { controlQuotas } from './control.ts';
export { LocalQuotas } from './local-quotas.ts';
