import type { DecodedRecord } from 'kafkajs/src/protocol/recordBatch/v0/decoder.js';
import type { AbortedTransaction } from './fetchPartitions.ts';

/** Type of a control record that takes a transaction back: https://kafka.apache.org/documentation/#controlbatch */
const abortType = 0;

function isAbort({ isControlRecord, key }: DecodedRecord): boolean {
  return isControlRecord === true && key !== null && key.readInt16BE(2) === abortType;
}

/**
 * Leaves out control records and what belongs to transactions that were taken back, as Java's consumer does. kafkajs takes a
 * record whose key is four zero bytes for the end of one, and relies on an order in which brokers do not tell of them.
 */
export function committedRecords(
  records: readonly DecodedRecord[],
  aborted: readonly AbortedTransaction[],
): readonly DecodedRecord[] {
  const starts = aborted.toSorted((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  const open = new Set<bigint>();
  let begun = 0;
  return records.filter((record) => {
    const offset = BigInt(record.offset);
    for (let start = starts[begun]; start !== undefined && start.firstOffset <= offset;) {
      open.add(start.producerId);
      begun += 1;
      start = starts[begun];
    }
    const { batchContext } = record;
    if (batchContext === undefined) return true;
    const producerId = BigInt(batchContext.producerId);
    if (isAbort(record)) open.delete(producerId);
    if (record.isControlRecord === true) return false;
    return !(batchContext.inTransaction && open.has(producerId));
  });
}
