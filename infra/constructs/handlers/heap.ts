/**
 * Lambda's runtime would set 5 % of the memory for each half of V8's new space, which V8 rounds up to a power of two: with
 * 1,024 MB, 134 MB that are never given back. A smaller new space takes hardly more processor time. The runtime leaves the
 * heap alone if `NODE_OPTIONS` has one of these options: its command is in the function's image, in /var/runtime/bootstrap.
 */
const HALF_OF_NEW_SPACE_MB = 8;

/** Options of Node for a function that holds many objects for long. The old space may be as large as Lambda would let it. */
export const heapOptions = (memoryMb: number): readonly string[] => [
  `--max-semi-space-size=${HALF_OF_NEW_SPACE_MB}`,
  `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`,
];
