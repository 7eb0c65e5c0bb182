/** A stand-in for the Price List, which the emulator lacks. */
export { controlPrices } from './control.ts';
export { LocalPrices } from './local-prices.ts';
