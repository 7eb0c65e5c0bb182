/** A stand-in for the Price List, which the emulator lacks. */
export { LocalPrices } from './local-prices.ts';
export { controlPrices, servePrices } from './serve.ts';
