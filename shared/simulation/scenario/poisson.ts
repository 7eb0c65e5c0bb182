import type { Random } from '../random.ts';

const SMALL = 30;

/**
 * A Poisson-distributed number: Knuth's product of uniforms for small means, transformed rejection (PTRS) for large ones.
 * Source: W. Hörmann, The transformed rejection method for generating Poisson random variables, 1993.
 */
export function poisson(mean: number, random: Random): number {
  if (!(mean > 0)) return 0;
  return mean < SMALL ? byProduct(mean, random) : byRejection(mean, random);
}

function byProduct(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

function byRejection(mean: number, random: Random): number {
  const logMean = Math.log(mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const accepted = Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b);
    if (accepted <= count * logMean - mean - logFactorial(count)) return count;
  }
}

/** Stirling's series, accurate to 1e-10 for numbers of 10 and above. */
function logFactorial(count: number): number {
  if (count < 10) return Array.from({ length: count }, (_, index) => Math.log(index + 1)).reduce((a, b) => a + b, 0);
  const n = count + 1;
  return (n - 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3);
}
