import type { Contract } from '../../contract/model.ts';
import { decodeDebezium, decodeJson } from './decodeForeign.ts';
import { type DecodeRecord, decodeRecord } from './decodeRecord.ts';

/** How the records of a contract's topic are read, by the format that its declaration names. */
export function decoderOf(contract: Contract): DecodeRecord {
  // What the pipeline publishes is in its own format, whatever the declaration says.
  const format = contract.sql === undefined ? contract.serving.format : 'CLOUDEVENTS';
  switch (format) {
    case 'CLOUDEVENTS':
      return decodeRecord(contract);
    case 'DEBEZIUM':
      return decodeDebezium(contract);
    case 'JSON':
      return decodeJson(contract);
  }
}
