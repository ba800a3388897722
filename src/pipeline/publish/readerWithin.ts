import type { TopicReader } from '../../feed/kafka/TopicReader.ts';
import type { Transaction } from '../../storage/Database.ts';

/**
 * A reader for use within a transaction, which the server ends where nothing happens in it for long: batches that cannot be read take their
 * time each, and there may be any number of them.
 */
export function readerWithin(transaction: Transaction, reader: TopicReader): TopicReader {
  return {
    ...reader,
    async read(requests, options) {
      await transaction.query({ text: 'select' });
      return reader.read(requests, options);
    },
  };
}
