/** Chooses the moments at which a test kills a command, and how. @module */
import { seeded } from "./draws.ts";
import { THOROUGH } from "./thorough.ts";

/** How many moments to draw, and from which seed. */
export interface Moments {
  readonly count: number;
  readonly seed: number;
}

/** One kill. */
export interface Moment {
  /** A share of the time that the command takes, in (0, 1). */
  readonly share: number;
  /** Whether the processes that the command has started are killed, too. */
  readonly withChildren: boolean;
}

/**
 * Returns the number of moments that the command line of a test asks for, such as
 * `-- --moments=100 --seed=7`; 1 by default, and 2 with `--thorough`.
 */
export function momentsFrom(args: readonly string[]): Moments {
  const read = (name: string, otherwise: number) => {
    const given = args.find((arg) => arg.startsWith(`--${name}=`));
    return given === undefined ? otherwise : Number(given.slice(name.length + 3));
  };
  return { count: read("moments", THOROUGH ? 2 : 1), seed: read("seed", 1) };
}

/**
 * Draws the moments for a command; kills with and without its children take turns. The draws depend
 * on the name. Otherwise, a single moment would be the same for all commands.
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
