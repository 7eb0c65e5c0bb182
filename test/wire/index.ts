export { LABEL, type WireCall } from './call.ts';
export { startWire, WIRE_FAULTS, type Wire, type WireFault, type WireOptions } from './wire.ts';
