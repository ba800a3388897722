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
import { createNonces, nonceBytes } from './createNonces.ts';

/** What a cursor is good for; for anything else it is as invalid as a forged one. */
export interface CursorScope {
  readonly contract: string;
  /** Columns and directions, e.g. `completed_at desc,ride_id desc`. */
  readonly ordering: string;
  /** The caller's access profile key. */
  readonly caller: string;
}

/** Cursors of one scope, of which many are made: each at a part of what it costs otherwise. */
export interface ScopeCodec {
  /** An opaque cursor; the same position is another one each time. */
  readonly encode: (position: Position) => string;
  /** @throws ConcordatError CURSOR_INVALID, also for one that `CursorCodec.encode` made */
  readonly decode: (cursor: string) => Position;
}

export interface CursorCodec {
  /** An opaque cursor; the same scope and position always give the same one, so that equal answers are equal bytes. */
  readonly encode: (scope: CursorScope, position: Position) => string;
  /** @throws ConcordatError CURSOR_INVALID, whatever is wrong with it. */
  readonly decode: (scope: CursorScope, cursor: string) => Position;
  readonly of: (scope: CursorScope) => ScopeCodec;
  /** Binds a cursor to one of the uses that its scope has; a part of what `encode` costs, where one position is told under many uses. */
  readonly bind: (use: string, cursor: string) => string;
  /**
   * The cursor that was bound to the use.
   *
   * @throws ConcordatError CURSOR_INVALID for what is bound to none, or to another one
   */
  readonly unbind: (use: string, bound: string) => string;
}

const tagBytes = 16;
/** Of base64url, six bits each. */
const bindingLength = 22;

/**
 * Cursors by AES-256-GCM. The scope is authenticated but not carried. The nonce of `encode` is made of scope and position by HMAC
 * (as in SIV, RFC 5297), so a nonce meets a second text only if HMAC collides. The codec of a scope has a key of its own, made of the scope by
 * HMAC, and random nonces. What binds a cursor to a use is an HMAC of both, cut off at 132 bits (RFC 2104, section 5).
 */
export function createCursorCodec(secret: string | Buffer): CursorCodec {
  const cipherKey = deriveKey(secret, 'cursor cipher');
  const nonceKey = deriveKey(secret, 'cursor nonce');
  const bindingKey = deriveKey(secret, 'cursor binding');
  const scopeKey = deriveKey(secret, 'cursor scope');
  const nextNonce = createNonces();
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
      return seal(cipherKey, text, nonce, binding);
    },
    decode: (scope, cursor) => open(cipherKey, cursor, scopeBytes(scope)),
    of: (scope) => {
      const key = createSecretKey(createHmac('sha256', scopeKey).update(scopeBytes(scope)).digest());
      return {
        encode: (position) => seal(key, positionBytes(position), nextNonce()),
        decode: (cursor) => open(key, cursor),
      };
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

/** @param binding - what is authenticated and not carried */
function seal(key: KeyObject, text: Buffer, nonce: Buffer, binding?: Buffer): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  if (binding !== undefined) cipher.setAAD(binding);
  const sealed = cipher.update(text);
  // GCM is a stream: nothing is left for the end.
  cipher.final();
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
}

/** @throws ConcordatError CURSOR_INVALID */
function open(key: KeyObject, cursor: string, binding?: Buffer): Position {
  const bytes = Buffer.from(cursor, 'base64url');
  // Node skips what is not base64url; a cursor has one spelling.
  if (bytes.toString('base64url') !== cursor || bytes.length <= nonceBytes + tagBytes) throw invalid();
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes));
    if (binding !== undefined) decipher.setAAD(binding);
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
    const position: unknown = JSON.parse(Buffer.concat([text, decipher.final()]).toString());
    if (!isPosition(position)) throw invalid();
    return position;
  } catch {
    throw invalid();
  }
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
