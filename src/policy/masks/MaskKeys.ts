import type { KeyObject } from 'node:crypto';

/** Keys of one keyed mask. The second one is for rows without a value, so that no value can have the same hash. */
export interface HashKeys {
  readonly value: KeyObject;
  readonly absent: KeyObject;
}

/** Every key that masks use, all derived from one secret. Key objects: printing or serializing them shows nothing of it. */
export interface MaskKeys {
  readonly hash: HashKeys;
  /** TOKEN's keys, one pair a purpose. */
  readonly token: (purpose: string) => HashKeys;
  /** Tells two secrets apart, and nothing of the keys. */
  readonly fingerprint: string;
}
