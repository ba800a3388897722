/** Up to where a partition of a source topic reaches. */
export interface Watermark {
  readonly source: string;
  readonly partition: number;
  /** The high watermark: the offset that the next record will have. */
  readonly nextOffset: string;
}
