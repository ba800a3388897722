/** How many statements may run at once, so that the connections of the pool are left for others too (I9). */
export interface StatementLimits {
  readonly perRequest: number;
  /** Of all requests of a consumer in this process. */
  readonly perConsumer: number;
}

/** Of a pool of ten: two consumers that ask for all they may have leave none waiting but themselves. */
export const defaultStatementLimits: StatementLimits = { perRequest: 3, perConsumer: 5 };
