import { describe, expect, it } from '@jest/globals';
import { ConcordatError, type ErrorCode } from '../../../../src/errors/ConcordatError.ts';
import { LiveMessage } from '../../../../src/feed/hub/LiveMessage.ts';
import { ConsumerBytes } from '../../../../src/server/live/ConsumerBytes.ts';
import { LiveSubscription } from '../../../../src/server/live/LiveSubscription.ts';
import { SubscriptionCounts } from '../../../../src/server/live/SubscriptionCounts.ts';
import { parcelAccess } from '../../../support/parcels.ts';

const access = parcelAccess('tracker', 'parcel@2');

/** What the client of a subscription is told at its end, after something has happened to it. */
function endOf(
  code: ErrorCode,
  happen: (subscription: LiveSubscription) => void,
  ofConsumer = new ConsumerBytes(),
): unknown {
  const told: unknown[] = [];
  const subscription = new LiveSubscription({
    ...{ access, shown: [access], counts: new SubscriptionCounts() },
    ...{ mostWaitingBytes: 1, mostWaitingBytesOfConsumer: 1, stallMs: 1, ofConsumer },
    transport: {
      next: () => undefined,
      error: (errors) => told.push(...errors.map(({ extensions }) => extensions)),
      waitingBytes: () => 0,
      drained: () => Promise.resolve(),
      drop: () => undefined,
    },
    formatError: ({ message, code: ofError, fix }) => ({ message, extensions: { code: ofError, fix } }),
  });
  happen(subscription);
  subscription.end(new ConcordatError(code, 'It ends.', { fix: 'Mend it.' }));
  return told[0];
}

const goOn = 'Mend it. Go on with `after` the cursor.';
const anew = 'Mend it. The snapshot was not told to its end: take it anew, with `snapshot: true`.';

describe('a subscription that ends', () => {
  it('says from where to go on: where it began, or its last message', () => {
    expect(
      endOf('SHUTTING_DOWN', (one) => {
        one.begin('c0');
      }),
    ).toEqual({ code: 'SHUTTING_DOWN', fix: goOn, cursor: 'c0' });
    expect(
      endOf('SLOW_CONSUMER', (one) => {
        one.begin('c0');
        one.send(new LiveMessage(['{}'], 'c1'));
      }),
    ).toEqual({ code: 'SLOW_CONSUMER', fix: goOn, cursor: 'c1' });
  });

  it.each<ErrorCode>(['SLOW_CONSUMER', 'KAFKA_UNAVAILABLE', 'SHUTTING_DOWN', 'TOKEN_EXPIRED'])(
    'gives no cursor within a snapshot, and says to take it anew: %s',
    (code) => {
      expect(
        endOf(code, (one) => {
          one.beginSnapshot();
        }),
      ).toEqual({ code, fix: anew });
      expect(
        endOf(code, (one) => {
          one.beginSnapshot();
          one.send(new LiveMessage(['{}'], 'partial', true));
        }),
      ).toEqual({ code, fix: anew });
      expect(
        endOf(code, (one) => {
          one.beginSnapshot();
          one.send(new LiveMessage(['{}'], 'partial', true));
          one.send(new LiveMessage(['{}'], 'complete'));
        }),
      ).toEqual({ code, fix: goOn, cursor: 'complete' });
    },
  );

  it.each<ErrorCode>(['AGREEMENT_ENDED', 'CONTRACT_CHANGED'])(
    'gives the cursor for when all is as before, and the reason says what to do else: %s',
    (code) => {
      const begin = (one: LiveSubscription): void => {
        one.begin('c0');
      };
      expect(endOf(code, begin)).toEqual({ code, fix: 'Mend it.', cursor: 'c0' });
    },
  );

  it.each<ErrorCode>(['CURSOR_EXPIRED', 'AGREEMENT_ENDED', 'CONTRACT_CHANGED'])(
    'gives no cursor within a snapshot, and the reason says what to do: %s',
    (code) => {
      const begin = (one: LiveSubscription): void => {
        one.beginSnapshot();
      };
      expect(endOf(code, begin)).toEqual({ code, fix: 'Mend it.' });
    },
  );

  it('gives no cursor where none is good any more, and the reason says what to do', () => {
    const begin = (one: LiveSubscription): void => {
      one.begin('c0');
    };
    expect(endOf('CURSOR_EXPIRED', begin)).toEqual({ code: 'CURSOR_EXPIRED', fix: 'Mend it.' });
  });

  it('says nothing of going on where it has not begun', () => {
    expect(endOf('CURSOR_INVALID', () => undefined)).toEqual({ code: 'CURSOR_INVALID', fix: 'Mend it.' });
  });

  it('goes on with what is large only where it fits into what may wait for its consumer', () => {
    const ofConsumer = new ConsumerBytes();
    const text = 'x'.repeat(100_000);
    const sendLarge = (one: LiveSubscription): void => {
      one.begin('c0');
      one.send(new LiveMessage([text], 'c1'));
    };
    expect(endOf('SHUTTING_DOWN', sendLarge, ofConsumer)).toEqual({
      ...{ code: 'SHUTTING_DOWN', fix: goOn, cursor: 'c1' },
    });
    const taken = ofConsumer.hold(['of another'], 1);
    expect(endOf('SHUTTING_DOWN', sendLarge, ofConsumer)).toMatchObject({
      ...{ code: 'SLOW_CONSUMER', cursor: 'c0' },
    });
    taken();
    expect(endOf('SHUTTING_DOWN', sendLarge, ofConsumer)).toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});
