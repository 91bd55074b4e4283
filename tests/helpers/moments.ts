/** Chooses the moments at which a test kills a command, and how. @module */
import { seeded } from "./draws.ts";
import { THOROUGH } from "./thorough.ts";

/** The number of kills, and the seed. */
export interface Moments {
  readonly count: number;
  readonly seed: number;
}

/** One kill. */
export interface Moment {
  /** The share of the time of the command, in (0, 1). */
  readonly share: number;
  /** Whether to kill the processes that it started, too. */
  readonly withChildren: boolean;
}

/**
 * Returns the moments that the command line of a test requests, such as `-- --moments=100
 * --seed=7`; one by default, and two with `--thorough`.
 */
export function momentsFrom(args: readonly string[]): Moments {
  const read = (name: string, otherwise: number) => {
    const given = args.find((arg) => arg.startsWith(`--${name}=`));
    return given === undefined ? otherwise : Number(given.slice(name.length + 3));
  };
  return { count: read("moments", THOROUGH ? 2 : 1), seed: read("seed", 1) };
}

/**
 * Draws the moments for a command, with and without its children in turn. Each name has separate
 * draws: otherwise a single moment would be the same for all commands.
 */
export function drawMoments(name: string, { count, seed }: Moments): Moment[] {
  const random = seeded(seed + hashOf(name));
  const first = random.chance(0.5);
  return Array.from({ length: count }, (_, index) => ({
    share: random.uniform(),
    withChildren: first === (index % 2 === 0),
  }));
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
