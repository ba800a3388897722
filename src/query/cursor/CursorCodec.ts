import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Position } from '../order/keysetRanges.ts';
import { createNonces } from './createNonces.ts';

/** What a cursor is good for; for anything else it is as invalid as a forged one. */
export interface CursorScope {
  readonly contract: string;
  /** Columns and directions, e.g. `completed_at desc,ride_id desc`. */
  readonly ordering: string;
  /** The caller's access profile key. */
  readonly caller: string;
}

export interface CursorCodec {
  /** An opaque cursor; the same scope and position always give the same one, so that equal answers are equal bytes. */
  readonly encode: (scope: CursorScope, position: Position) => string;
  /** What encodes many positions of a scope, each at a part of what `encode` costs; the same one is another cursor each time. */
  readonly encoder: (scope: CursorScope) => (position: Position) => string;
  /** @throws ConcordatError CURSOR_INVALID, whatever is wrong with it. */
  readonly decode: (scope: CursorScope, cursor: string) => Position;
  /** Binds a cursor to one of the uses that its scope has; a part of what `encode` costs, where one position is told under many uses. */
  readonly bind: (use: string, cursor: string) => string;
  /**
   * The cursor that was bound to the use.
   *
   * @throws ConcordatError CURSOR_INVALID for what is bound to none, or to another one
   */
  readonly unbind: (use: string, bound: string) => string;
}

const nonceBytes = 12;
const tagBytes = 16;
/** Of base64url, six bits each. */
const bindingLength = 22;

/**
 * Cursors by AES-256-GCM. The scope is authenticated but not carried. The nonce of `encode` is made of scope and position by HMAC
 * (as in SIV, RFC 5297), so a nonce meets a second text only if HMAC collides; that of an `encoder` is counted (`createNonces`). What binds a cursor to a use is an HMAC of both, cut off at 132 bits (RFC 2104, section 5).
 */
export function createCursorCodec(secret: string | Buffer): CursorCodec {
  const cipherKey = deriveKey(secret, 'cursor cipher');
  const nonceKey = deriveKey(secret, 'cursor nonce');
  const bindingKey = deriveKey(secret, 'cursor binding');
  const nextNonce = createNonces();
  const seal = (binding: Buffer, text: Buffer, nonce: Buffer): string => {
    const cipher = createCipheriv('aes-256-gcm', cipherKey, nonce).setAAD(binding);
    // GCM is a stream: nothing is left for the end.
    const sealed = cipher.update(text);
    cipher.final();
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
  };
  const bindingOf = (use: string, cursor: string): string =>
    createHmac('sha256', bindingKey)
      .update(JSON.stringify([use, cursor]))
      .digest('base64url')
      .slice(0, bindingLength);

  return {
    encode: (scope, position) => {
      const binding = scopeBytes(scope);
      const text = positionBytes(position);
      const nonce = createHmac('sha256', nonceKey)
        .update(lengthOf(binding))
        .update(binding)
        .update(text)
        .digest()
        .subarray(0, nonceBytes);
      return seal(binding, text, nonce);
    },
    encoder: (scope) => {
      const binding = scopeBytes(scope);
      return (position) => seal(binding, positionBytes(position), nextNonce());
    },
    decode: (scope, cursor) => {
      const bytes = Buffer.from(cursor, 'base64url');
      // Node skips what is not base64url; a cursor has one spelling.
      if (bytes.toString('base64url') !== cursor || bytes.length <= nonceBytes + tagBytes) throw invalid();
      try {
        const decipher = createDecipheriv('aes-256-gcm', cipherKey, bytes.subarray(0, nonceBytes))
          .setAAD(scopeBytes(scope))
          .setAuthTag(bytes.subarray(-tagBytes));
        const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
        const position: unknown = JSON.parse(Buffer.concat([text, decipher.final()]).toString());
        if (!isPosition(position)) throw invalid();
        return position;
      } catch {
        throw invalid();
      }
    },
    bind: (use, cursor) => cursor + bindingOf(use, cursor),
    unbind: (use, bound) => {
      const cursor = bound.slice(0, -bindingLength);
      const [given, right] = [Buffer.from(bound.slice(cursor.length)), Buffer.from(bindingOf(use, cursor))];
      if (given.length !== right.length || !timingSafeEqual(given, right)) throw invalid();
      return cursor;
    },
  };
}

/** As a key object, which ciphers take several times as fast as bytes. */
function deriveKey(secret: string | Buffer, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `concordat ${use}`, 32)));
}

function scopeBytes({ contract, ordering, caller }: CursorScope): Buffer {
  return Buffer.from(JSON.stringify([contract, ordering, caller]));
}

function positionBytes(position: Position): Buffer {
  return Buffer.from(JSON.stringify(position));
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return length;
}

function isPosition(value: unknown): value is Position {
  return Array.isArray(value) && value.every((entry) => entry === null || typeof entry === 'string');
}

function invalid(): ConcordatError {
  return new ConcordatError('CURSOR_INVALID', 'The cursor does not belong to this list.', {
    fix: 'Use a cursor that the same caller got from the same field with the same `orderBy` (`exceptions`: with the same filters), or start without one.',
  });
}
