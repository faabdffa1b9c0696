/**
 * The time that Clerk's servers have. Tests let it differ from the app's, as the clocks of two
 * machines do. Tokens and the times of users, clients and sessions come from it.
 */
export class Clock {
  offsetSeconds = 0;

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.offsetSeconds * 1_000;
  }
}
