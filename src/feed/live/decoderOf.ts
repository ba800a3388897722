import type { Contract } from '../../contract/model.ts';
import { decodeDebezium, decodeJson } from './decodeForeign.ts';
import { type DecodeRecord, decodeRecord } from './decodeRecord.ts';

/** How the records of a contract's topic are read, by the format that its declaration names. */
export function decoderOf(contract: Contract): DecodeRecord {
  switch (contract.serving.format) {
    case 'CLOUDEVENTS':
      return decodeRecord(contract);
    case 'DEBEZIUM':
      return decodeDebezium(contract);
    case 'JSON':
      return decodeJson(contract);
  }
}
