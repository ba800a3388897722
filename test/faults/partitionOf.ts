import { createHash } from 'node:crypto';

/** The partition of a key: the same in every topic of that many. */
export function partitionOf(key: string, partitions: number): number {
  return createHash('sha256').update(key).digest().readUInt32BE() % partitions;
}
