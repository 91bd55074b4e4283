/** A command that was asked to stop. @module */

const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** The reason of a signal that stops a command. */
export class Interruption {
  readonly signal: keyof typeof NUMBERS;

  constructor(signal: keyof typeof NUMBERS) {
    this.signal = signal;
  }

  /** The exit code: 128 and the number of the signal. */
  get code(): number {
    return 128 + NUMBERS[this.signal];
  }

  toString(): string {
    return `it was stopped by ${this.signal}`;
  }
}
