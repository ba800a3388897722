/** How much of the gateway one consumer may take at once, and all of them together (I9). */
export interface LoadLimits {
  /** Rows of a consumer's operations that are executed at once, as they are counted before execution; more wait their turn. */
  readonly rowsPerConsumer: number;
  readonly rows: number;
  /** A consumer's operations that wait; more are refused. */
  readonly waitingPerConsumer: number;
  /** Bytes of a consumer's answers that are being made or not yet read; an answer beyond it is not given. */
  readonly answerBytesPerConsumer: number;
  readonly answerBytes: number;
}

/** A consumer may execute the largest operation, or a hundred small ones; three more can, before anybody waits for others. */
export const defaultLoadLimits: LoadLimits = {
  rowsPerConsumer: 5_000,
  rows: 20_000,
  waitingPerConsumer: 50,
  answerBytesPerConsumer: 64 * 1024 * 1024,
  answerBytes: 256 * 1024 * 1024,
};
