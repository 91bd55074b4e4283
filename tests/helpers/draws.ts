/** Seeded draws for simulations, so that a failing test fails again. @module */

/** Draws from one seed. Each call takes the next one. */
export interface Random {
  /** In (0, 1), both exclusive. */
  uniform(): number;
  /** Mean 0, standard deviation 1. */
  normal(): number;
  /** Student's t; with two degrees of freedom or fewer it has no variance. */
  studentT(degreesOfFreedom: number): number;
  /** exp of a normal draw times `sigma`, with median 1. */
  lognormal(sigma: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
}

/**
 * Returns a stream of draws that the seed determines.
 *
 * Doty-Humphrey's sfc32 (PractRand, 2010). Its state has 128 bits, so the streams of different
 * seeds do not overlap in the tens of millions of draws of a simulation; those of a generator with
 * 32 bits do.
 */
export function seeded(seed: number): Random {
  const next = sfc32(seed);
  let spare: number | null = null;

  const uniform = () => (next() + 0.5) / 2 ** 32;

  /** Marsaglia's polar method, which makes two draws at a time. */
  function normal(): number {
    if (spare !== null) {
      const draw = spare;
      spare = null;
      return draw;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt(-2 * Math.log(square) / square);
      spare = y * factor;
      return x * factor;
    }
  }

  /** A normal draw over the root of a mean of squares, for whole degrees of freedom. */
  function studentT(degreesOfFreedom: number): number {
    let squares = 0;
    for (let count = 0; count < degreesOfFreedom; count++) squares += normal() ** 2;
    return normal() / Math.sqrt(squares / degreesOfFreedom);
  }

  return {
    uniform,
    normal,
    studentT,
    lognormal: (sigma) => Math.exp(sigma * normal()),
    chance: (probability) => uniform() < probability,
  };
}

function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1];
  const next = () => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // As its author recommends: until each bit of the seed has affected each bit of the state.
  for (let step = 0; step < 15; step++) next();
  return next;
}
