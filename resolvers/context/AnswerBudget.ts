/** What one operation may still put into its answer and read for it. It is charged before what is charged for is made. */
export interface AnswerBudget {
  /**
   * Charges for values of the answer and the bytes that they take, roughly.
   *
   * @throws once more was charged than the answer may hold, and from then on
   */
  readonly charge: (values: number, bytes: number) => void;
  /** Throws where `charge` did: what has no answer need not be made. */
  readonly assertLeft: () => void;
  /** How many rows may still be read behind the operation's rows. */
  readonly rowsBehindLeft: () => number;
  /**
   * Charges for rows that were read behind the operation's rows.
   *
   * @throws as `charge` does
   */
  readonly chargeRowsBehind: (rows: number) => void;
}
