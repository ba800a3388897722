import type { Contract } from '../../contract/model.ts';
import { type DecodeRecord, decodeRecord } from './decodeRecord.ts';
import { decodeCloudEvents } from './foreign/decodeCloudEvents.ts';
import { decodeDebezium } from './foreign/decodeDebezium.ts';
import { decodeJson } from './foreign/decodeJson.ts';

/**
 * How the records of a contract's topic are read, by the format that its declaration names.
 *
 * @param tellsBefore - whether the table behind the topic writes down whole rows as they were
 */
export function decoderOf(contract: Contract, tellsBefore: () => boolean): DecodeRecord {
  // What the pipeline publishes is in its own format, whatever the declaration says.
  if (contract.sql !== undefined) return decodeRecord(contract);
  switch (contract.serving.format) {
    case 'CLOUDEVENTS':
      return decodeCloudEvents(contract);
    case 'DEBEZIUM':
      return decodeDebezium(contract, tellsBefore);
    case 'JSON':
      return decodeJson(contract);
  }
}
