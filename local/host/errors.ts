/** What a service throws into the script: `e.name` is `Exception`, the message carries no prefix. */
export class ServiceError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Exception';
  }
}

export type KillReason = 'timeout' | 'killed' | 'quota';

/** Ends the execution at this point: the script never gets an answer and runs no further code. */
export class Kill extends Error {
  /** @param landed how many of the buffered writes reach the sheet all the same, in their order */
  constructor(
    readonly reason: KillReason,
    readonly landed = 0,
  ) {
    super(reason);
    this.name = 'Kill';
  }
}
