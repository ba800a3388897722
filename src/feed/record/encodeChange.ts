import { createHash } from 'node:crypto';
import type { OutgoingRecord } from '../kafka/TopicWriter.ts';
import type { ContractChange } from './ContractChange.ts';

/** Names the database that published a record. */
export const originHeader = 'concordat-origin';

/** Unique among the records of one origin, and the same when the change is published again. */
function eventId(key: string, revision: string): string {
  return `${createHash('sha256').update(key).digest('base64url').slice(0, 22)}-${revision}`;
}

/**
 * The record of a change (design, section 6): the key's fields as JSON, the row as JSON or nothing where it is gone, and headers
 * of CloudEvents' binary mode.
 *
 * @param origin - which database publishes it
 * @param key - the key's fields as JSON, where they are written otherwise than a publisher does
 *
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
 */
export function encodeChange(
  change: ContractChange,
  origin: string,
  key = JSON.stringify(change.key),
): OutgoingRecord {
  const { contract, revision, value, before, committedAt, traceparent } = change;
  const [name = contract, version = ''] = contract.split('@');
  return {
    key,
    value,
    timestamp: Date.parse(committedAt),
    headers: {
      ce_specversion: '1.0',
      ce_id: eventId(key, revision),
      ce_source: `/concordat/contracts/${name}/v${version}`,
      ce_type: `${name}.v${version}.${value === null ? 'deleted' : 'upserted'}`,
      ce_time: committedAt,
      ce_subject: key,
      ...(value === null ? {} : { 'content-type': 'application/json' }),
      'concordat-revision': revision,
      [originHeader]: origin,
      ...(before === null ? {} : { 'concordat-before': before }),
      ...(traceparent === null ? {} : { traceparent }),
    },
  };
}
