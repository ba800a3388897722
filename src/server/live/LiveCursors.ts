import { LRUCache } from 'lru-cache';
import type { CursorCodec, ScopeCodec } from '../../query/cursor/CursorCodec.ts';
import { decodePosition, encodePosition, type LiveCursor } from '../../feed/live/encodePosition.ts';
import type { LivePosition } from '../../feed/live/LivePosition.ts';
import { cursorExpired } from '../../feed/hub/cursorExpired.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { accessKey } from '../../policy/accessKey.ts';
import type { AccessProfile, ContractAccess } from '../../policy/AccessProfile.ts';
import type { Position } from '../../query/order/keysetRanges.ts';

/** Within a week a contract topic holds every revision and every deletion, see `contractTopicConfig`; an hour of it is for clocks. */
const longestMs = 7 * 86_400_000 - 3_600_000;
/** Of so many positions the sealed text is kept. */
const keptSeals = 100;
/** For so long a cursor may say that it was given when its position was first told. */
const sameTimeMs = 60_000;

const partial = 'SNAPSHOT';

export interface LiveCursorsParts {
  readonly codec: CursorCodec;
  readonly access: ContractAccess;
  readonly profile: Pick<AccessProfile, 'consumer' | 'purpose'>;
  /** Where the changes stand: cursors are good for no other place. */
  readonly place: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A position, sealed for a caller. */
interface Sealed {
  readonly at: number;
  readonly text: string;
}

/**
 * Cursors of a caller's subscriptions to one contract version, each good for its filter only, at every gateway of the project. Of a
 * change that many filters are told of the position is sealed once.
 */
export class LiveCursors {
  readonly #parts: LiveCursorsParts;
  readonly #codec: ScopeCodec;
  /** It tells nothing, so one is as good as another. */
  readonly #partial: string;
  /** By position: that of a change is told to many filters, and to those who catch up. */
  readonly #recent = new LRUCache<LivePosition, Sealed>({ max: keptSeals });

  constructor(parts: LiveCursorsParts) {
    const { access, profile } = parts;
    this.#parts = parts;
    this.#codec = parts.codec.of({
      contract: access.contract.id,
      ordering: 'live',
      // What else the caller may see changes nothing of what it was told here.
      caller: JSON.stringify([profile.consumer, accessKey(access, profile.purpose)]),
    });
    this.#partial = this.#codec.encode([partial]);
  }

  encode(filterDigest: string, cursor: Pick<LiveCursor, 'position' | 'snapshot'>): string {
    return this.#parts.codec.bind(filterDigest, this.#seal(cursor));
  }

  /** What stands for a cursor within a snapshot, in which nobody can go on. */
  encodePartial(filterDigest: string): string {
    return this.#parts.codec.bind(filterDigest, this.#partial);
  }

  /** @throws ConcordatError CURSOR_INVALID, CURSOR_EXPIRED */
  decode(filterDigest: string, text: string): LiveCursor {
    const { place, now } = this.#parts;
    const texts = this.#open(filterDigest, text);
    if (texts?.[0] === partial) throw cursorExpired('the snapshot was not told to its end');
    const cursor = texts && decodePosition(texts);
    if (cursor === undefined) throw invalid();
    if (cursor.feed !== place) throw cursorExpired('they are told from another place now');
    if (now() - cursor.at > longestMs) throw cursorExpired('it is too old');
    return cursor;
  }

  #seal({ position, snapshot }: Pick<LiveCursor, 'position' | 'snapshot'>): string {
    const { place, now } = this.#parts;
    const at = now();
    const known = snapshot === undefined ? this.#recent.get(position) : undefined;
    if (known !== undefined && at - known.at < sameTimeMs) return known.text;
    const text = this.#codec.encode(encodePosition({ position, snapshot, feed: place, at }));
    if (snapshot === undefined) this.#recent.set(position, { at, text });
    return text;
  }

  /** Undefined for what is none of this subscription. */
  #open(filterDigest: string, text: string): Position | undefined {
    const { codec } = this.#parts;
    try {
      return this.#codec.decode(codec.unbind(filterDigest, text));
    } catch (error) {
      // Its words are about lists.
      if (error instanceof ConcordatError && error.code === 'CURSOR_INVALID') return undefined;
      throw error;
    }
  }
}

function invalid(): ConcordatError {
  return new ConcordatError('CURSOR_INVALID', 'The cursor does not belong to this subscription.', {
    fix: 'Use a cursor that the same consumer got for the same purpose from the same contract version with the same `where`, under the same regions, masks and claims, or begin anew with `snapshot: true` and no cursor.',
  });
}
