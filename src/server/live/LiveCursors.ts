import type { Position } from '../../query/order/keysetRanges.ts';
import type { CursorCodec, CursorScope } from '../../query/cursor/CursorCodec.ts';
import { decodePosition, encodePosition, type LiveCursor } from '../../feed/live/encodePosition.ts';
import { cursorExpired } from '../../feed/hub/cursorExpired.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { AccessProfile } from '../../policy/AccessProfile.ts';
import type { LiveOperation } from './LiveOperation.ts';

/** Within a week a contract topic holds every revision and every deletion, see `contractTopicConfig`; an hour of it is for clocks. */
const longestMs = 7 * 86_400_000 - 3_600_000;

const partial = 'SNAPSHOT';

/** Cursors of one subscription: good for its contract version, its filter and its caller, at every gateway of the project. */
export class LiveCursors {
  readonly #codec: CursorCodec;
  readonly #scope: CursorScope;
  readonly #place: string;
  readonly #now: () => number;

  constructor(
    codec: CursorCodec,
    { access, filterDigest }: Pick<LiveOperation, 'access' | 'filterDigest'>,
    { profile, place, now }: { profile: AccessProfile; place: string; now: () => number },
  ) {
    this.#codec = codec;
    this.#scope = {
      contract: access.contract.id,
      ordering: `live ${filterDigest}`,
      caller: JSON.stringify([profile.consumer, profile.key]),
    };
    this.#place = place;
    this.#now = now;
  }

  encode(cursor: Pick<LiveCursor, 'position' | 'snapshot'>): string {
    return this.#codec.encode(this.#scope, encodePosition({ ...cursor, feed: this.#place, at: this.#now() }));
  }

  /** What stands for a cursor within a snapshot, in which nobody can go on. */
  encodePartial(): string {
    return this.#codec.encode(this.#scope, [partial]);
  }

  /** @throws ConcordatError CURSOR_INVALID, CURSOR_EXPIRED */
  decode(text: string): LiveCursor {
    const texts = this.#open(text);
    if (texts?.[0] === partial) throw cursorExpired('the snapshot was not told to its end');
    const cursor = texts && decodePosition(texts);
    if (cursor === undefined) throw invalid();
    if (cursor.feed !== this.#place) throw cursorExpired('they are told from another place now');
    if (this.#now() - cursor.at > longestMs) throw cursorExpired('it is too old');
    return cursor;
  }

  /** Undefined for what is none of this subscription. */
  #open(text: string): Position | undefined {
    try {
      return this.#codec.decode(this.#scope, text);
    } catch (error) {
      // Its words are about lists.
      if (error instanceof ConcordatError && error.code === 'CURSOR_INVALID') return undefined;
      throw error;
    }
  }
}

function invalid(): ConcordatError {
  return new ConcordatError('CURSOR_INVALID', 'The cursor does not belong to this subscription.', {
    fix: 'Use a cursor that the same consumer got for the same purpose from the same contract version with the same `where`, or begin anew with `snapshot: true` and no cursor.',
  });
}
