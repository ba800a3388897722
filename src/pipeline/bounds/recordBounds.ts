const mebibyte = 1_048_576;

/** Of a record on a contract topic. */
export const recordBytes = 16 * mebibyte;

/**
 * A row in it, as JSON. The rest is for its key and for what filters, residency and row policies ask of the row as it was: fields in
 * indexes, which have bounds of their own.
 */
export const rowBytes = 15 * mebibyte;
