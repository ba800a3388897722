/** A value of `copy … (format binary)`: its bytes in the type's binary form, or null. */
export type CopyValue = Buffer | null;

// https://www.postgresql.org/docs/current/sql-copy.html, Binary Format
export const copyHeader = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
export const copyTrailer = Buffer.from('ffff', 'hex');

const postgresEpochMs = 946_684_800_000;

/** `bigint` in binary form. */
export function copyBigint(value: number | bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

/** `timestamptz` in binary form: microseconds since 2000-01-01, from epoch milliseconds. */
export function copyTimestamp(epochMs: number): Buffer {
  return copyBigint(BigInt(epochMs - postgresEpochMs) * 1000n);
}

/** `text` in binary form. */
export function copyText(value: string): Buffer {
  return Buffer.from(value, 'utf8');
}

/** One row. No byte of a value is escaped or changed on the way. */
export function copyRow(values: readonly CopyValue[]): Buffer {
  const size = values.reduce((sum, value) => sum + 4 + (value?.length ?? 0), 2);
  const row = Buffer.allocUnsafe(size);
  let at = row.writeInt16BE(values.length, 0);
  for (const value of values) {
    at = row.writeInt32BE(value === null ? -1 : value.length, at);
    if (value !== null) at += value.copy(row, at);
  }
  return row;
}

/** A list of one dimension in binary form, from its elements' and the OID of their type. */
export function copyArray(elementOid: number, elements: readonly CopyValue[]): Buffer {
  const isEmpty = elements.length === 0;
  const header = Buffer.alloc(isEmpty ? 12 : 20);
  header.writeInt32BE(isEmpty ? 0 : 1, 0);
  header.writeInt32BE(elements.includes(null) ? 1 : 0, 4);
  header.writeInt32BE(elementOid, 8);
  if (isEmpty) return header;
  header.writeInt32BE(elements.length, 12);
  header.writeInt32BE(1, 16);
  const parts = elements.flatMap((element) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(element === null ? -1 : element.length);
    return element === null ? [length] : [length, element];
  });
  return Buffer.concat([header, ...parts]);
}
