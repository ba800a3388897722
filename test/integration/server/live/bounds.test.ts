import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { care, type Person, research } from '../../../support/clinicGateway.ts';
import type { RawMessage, RawSocket } from '../../../support/live/openRaw.ts';
import { type LiveClinic, startLiveClinic, type ToldVisit } from '../../../support/live/startLiveClinic.ts';
import { until } from '../../../support/until.ts';

let clinic: LiveClinic;
afterEach(() => clinic.close());

/** A visit is told in as many bytes as its street is asked for; a street has at most 2,000. */
const street = 'x'.repeat(2_000);
const visits = (count: number): readonly ToldVisit[] =>
  Array.from({ length: count }, (_, at) => ({ visitId: `w${String(at).padStart(3, '0')}`, street }));

const addresses = (args: string, streets = 100): string => {
  const homes = Array.from({ length: streets }, (_, at) => `a${at}: home { street }`).join(' ');
  return `subscription { clinicVisitV1${args} { kind key node { ${homes} } revision cursor } }`;
};

const limits = { aliases: 1_000, fields: 5_000 };

interface Change {
  readonly kind: string;
  readonly key: { readonly visitId: string } | null;
  readonly cursor: string;
}

function changeOf({ payload }: RawMessage): Change | undefined {
  const found = /"kind":"(\w+)","key":(null|\{"visitId":"\w+"\}).*"cursor":"([^"]+)"/s.exec(
    JSON.stringify(payload),
  );
  return found === null
    ? undefined
    : { kind: found[1] ?? '', key: JSON.parse(found[2] ?? 'null') as Change['key'], cursor: found[3] ?? '' };
}

const changesOf = ({ messages }: RawSocket): readonly Change[] =>
  messages.flatMap((message) => (message.type === 'next' ? (changeOf(message) ?? []) : []));

const visitsOf = (raw: RawSocket): readonly string[] =>
  changesOf(raw)
    .filter(({ kind }) => kind !== 'SNAPSHOT_COMPLETE')
    .map(({ key }) => key?.visitId ?? '')
    .filter((visit) => visit.startsWith('w'));

const isComplete = ({ payload }: RawMessage): boolean =>
  JSON.stringify(payload ?? null).includes('SNAPSHOT_COMPLETE');

async function subscribed(person: Person, query: string): Promise<RawSocket> {
  const raw = await clinic.socketOf(person);
  raw.send({ id: '1', type: 'subscribe', payload: { query } });
  return raw;
}

describe('a subscriber that does not read', () => {
  it('I9: ends with SLOW_CONSUMER and its last cursor, while others get everything', async () => {
    clinic = await startLiveClinic({ limits, liveLimits: { waitingBytes: 4_000_000 } });
    const [slow, fast] = [
      await subscribed(care, addresses('(snapshot: true)')),
      await subscribed(care, addresses('(snapshot: true)')),
    ];
    for (const raw of [slow, fast]) await raw.heard('the end of the snapshot', isComplete);
    slow.socket.pause();
    // More than the network takes by itself of one connection.
    const arriving = visits(150);
    for (let at = 0; at < 150; at += 10) {
      await clinic.arrive(...arriving.slice(at, at + 10));
      await until('the fast one has everything', () => visitsOf(fast).length === at + 10, {
        explain: () => JSON.stringify(fast.messages.at(-1)).slice(0, 1_000),
      });
    }
    expect(fast.messages.filter(({ type }) => type === 'error')).toEqual([]);
    slow.socket.resume();
    const end = await slow.heard('the end', ({ type }) => type === 'error');
    const last = changesOf(slow).at(-1);
    expect(end.payload).toMatchObject([{ extensions: { code: 'SLOW_CONSUMER', cursor: last?.cursor } }]);
    const before = visitsOf(slow);
    expect(before.length).toBeLessThan(150);
    slow.send({
      id: '1',
      type: 'subscribe',
      payload: { query: addresses(`(after: "${last?.cursor ?? ''}")`) },
    });
    await until('it has the rest', () => visitsOf(slow).length >= 150);
    expect(visitsOf(slow)).toEqual(visitsOf(fast));
    expect(slow.messages.filter(({ type }) => type === 'error')).toHaveLength(1);
  }, 180_000);

  it('I9: ends earlier when all subscriptions of its consumer leave too much unread, and those of others do not', async () => {
    const liveLimits = { waitingBytes: 1_000_000_000, waitingBytesPerConsumer: 2_000_000 };
    clinic = await startLiveClinic({ limits, liveLimits });
    const slow = [
      await subscribed(care, addresses('(snapshot: true)')),
      await subscribed(care, addresses('(snapshot: true)')),
    ];
    const other = await subscribed(
      research,
      'subscription { clinicVisitV1(snapshot: true) { kind key cursor } }',
    );
    for (const raw of [...slow, other]) await raw.heard('the end of the snapshot', isComplete);
    for (const raw of slow) raw.socket.pause();
    const arriving = visits(150);
    for (let at = 0; at < 150; at += 10) {
      await clinic.arrive(...arriving.slice(at, at + 10));
      await until('the other one has everything', () => visitsOf(other).length === at + 10);
    }
    expect(other.messages.filter(({ type }) => type === 'error')).toEqual([]);
    for (const raw of slow) {
      raw.socket.resume();
      const end = await raw.heard('the end', ({ type }) => type === 'error');
      expect(end.payload).toMatchObject([{ extensions: { code: 'SLOW_CONSUMER' } }]);
    }
    // Nothing waits any more.
    const again = await subscribed(care, addresses('(snapshot: true)', 1));
    await again.heard('the end of the snapshot', isComplete);
  }, 180_000);

  it('I9: keeps nobody of its own consumer from reading on, and is dropped to make room', async () => {
    const liveLimits = { waitingBytes: 1_000_000_000, waitingBytesPerConsumer: 3_000_000 };
    clinic = await startLiveClinic({ limits, liveLimits });
    const query = addresses('(snapshot: true)', 20);
    const silent = await clinic.socketOf(care);
    for (const id of ['1', '2', '3', '4']) {
      silent.send({ id, type: 'subscribe', payload: { query } });
      await silent.heard('the end of the snapshot', (message) => message.id === id && isComplete(message));
    }
    const reading = await subscribed(care, query);
    await reading.heard('the end of the snapshot', isComplete);
    silent.socket.pause();
    let isDropped = false;
    silent.socket.once('close', () => {
      isDropped = true;
    });
    const arriving = visits(300);
    for (let at = 0; at < 300; at += 5) {
      await clinic.arrive(...arriving.slice(at, at + 5));
      await until('who reads has everything', () => visitsOf(reading).length === at + 5, {
        explain: () => JSON.stringify(reading.messages.at(-1)).slice(0, 1_000),
      });
    }
    expect(reading.messages.filter(({ type }) => type === 'error')).toEqual([]);
    // Beyond the grace, which one that does not read has to read why it ended.
    await pause(2_000);
    await clinic.arrive({ visitId: 'w999', street });
    silent.socket.resume();
    await until('who does not read is dropped', () => isDropped);
    await until('who reads has everything', () => visitsOf(reading).length === 301);
  }, 180_000);

  it('I9: keeps no other consumer from its snapshot', async () => {
    const liveLimits = { waitingBytes: 200_000, stallMs: 40_000, snapshotsAtOnce: 3 };
    clinic = await startLiveClinic({ limits, liveLimits });
    await clinic.arrive(...visits(120));
    const slow = await Promise.all(Array.from({ length: 4 }, () => stalled()));
    await pause(2_000);
    const started = performance.now();
    const other = await clinic.askLive(
      'subscription { clinicVisitV1(snapshot: true) { kind } }',
      undefined,
      research,
    );
    expect(other.codes).toEqual([]);
    expect(performance.now() - started).toBeLessThan(25_000);
    for (const raw of slow) expect(raw.messages).toHaveLength(1);
  }, 180_000);

  it('is ended within its snapshot when this takes longer than it may, whoever waits', async () => {
    clinic = await startLiveClinic({ limits, liveLimits: { waitingBytes: 200_000, snapshotMs: 1_500 } });
    await clinic.arrive(...visits(1_200));
    const raw = await stalled();
    const reading = readingNowAndThen(raw);
    await pause(3_000);
    clearInterval(reading);
    raw.socket.resume();
    const end = await raw.heard('the end', ({ type }) => type === 'error');
    expect(end.payload).toMatchObject([
      {
        message: 'The snapshot has taken longer to read than it may.',
        extensions: { code: 'SLOW_CONSUMER', fix: expect.stringContaining('take it anew') },
      },
    ]);
  }, 180_000);

  it('I9: is ended within its snapshot when it reads on too slowly and others wait for its place', async () => {
    const liveLimits = { waitingBytes: 200_000, snapshotsAtOnce: 1, placeBytesPerSecond: 1e12 };
    clinic = await startLiveClinic({ limits, liveLimits });
    await clinic.arrive(...visits(300));
    const raw = await stalled();
    const reading = readingNowAndThen(raw);
    try {
      await pause(3_000);
      const query = 'subscription { clinicVisitV1(snapshot: true) { kind } }';
      const other = await clinic.askLive(query, undefined, research);
      expect(other.codes).toEqual([]);
    } finally {
      clearInterval(reading);
    }
    raw.socket.resume();
    const end = await raw.heard('the end', ({ type }) => type === 'error');
    expect(end.payload).toMatchObject([
      { message: expect.stringContaining('others wait'), extensions: { code: 'SLOW_CONSUMER' } },
    ]);
  }, 180_000);

  it('I9: is ended while it is told what it missed when it reads on too slowly and others wait for its place', async () => {
    const liveLimits = { waitingBytes: 200_000, catchUpsAtOnce: 1, placeBytesPerSecond: 1e12, tailBytes: 1 };
    clinic = await startLiveClinic({ limits, liveLimits });
    const small = (args: string): string => `subscription { clinicVisitV1${args} { kind key cursor } }`;
    const [mine, others] = [
      await subscribed(care, small('(snapshot: true)')),
      await subscribed(research, small('(snapshot: true)')),
    ];
    for (const raw of [mine, others]) await raw.heard('the end of the snapshot', isComplete);
    const [cursor, otherCursor] = [mine, others].map((raw) => changesOf(raw).at(-1)?.cursor ?? '');
    mine.close();
    await clinic.arrive(...visits(300));
    await until('all has been told', () => visitsOf(others).length === 300);
    others.close();
    const raw = await stalled(`(after: "${cursor}")`);
    const reading = readingNowAndThen(raw);
    try {
      await pause(3_000);
      const other = await subscribed(research, small(`(after: "${otherCursor}")`));
      await until('the other one has caught up', () => visitsOf(other).length === 300, {
        patienceMs: 60_000,
        explain: () => JSON.stringify([visitsOf(other).length, other.messages.at(-1)]).slice(0, 1_000),
      });
    } finally {
      clearInterval(reading);
    }
    raw.socket.resume();
    const end = await raw.heard('the end', ({ type }) => type === 'error');
    expect(end.payload).toMatchObject([
      {
        message: expect.stringContaining('others wait'),
        extensions: { code: 'SLOW_CONSUMER', cursor: changesOf(raw).at(-1)?.cursor },
      },
    ]);
  }, 180_000);

  it('ends when it has read nothing of its snapshot for a while', async () => {
    const liveLimits = { waitingBytes: 200_000, stallMs: 3_000 };
    clinic = await startLiveClinic({ limits, liveLimits });
    await clinic.arrive(...visits(120));
    const raw = await stalled();
    await pause(5_000);
    raw.socket.resume();
    const end = await raw.heard('the end', ({ type }) => type === 'error');
    // What it has of the snapshot is no place to go on from, and it is told none.
    expect(end.payload).toEqual([
      {
        message: 'What was sent is not read fast enough.',
        extensions: {
          ...{ code: 'SLOW_CONSUMER', fix: expect.stringContaining('`snapshot: true`') },
          traceId: expect.any(String),
        },
      },
    ]);
    const last = changesOf(raw).at(-1)?.cursor ?? '';
    const again = await clinic.askLive(addresses(`(after: "${last}")`), undefined, care);
    expect(again.codes).toEqual(['CURSOR_EXPIRED']);
  }, 120_000);

  /** Reads what the network holds now and then, so that it never stalls. */
  function readingNowAndThen({ socket }: RawSocket): NodeJS.Timeout {
    return setInterval(() => {
      socket.resume();
      setTimeout(() => {
        socket.pause();
      }, 1);
    }, 4_000);
  }

  /** A socket that asked for a snapshot, or something else, of which it reads nothing. */
  async function stalled(args = '(snapshot: true)'): Promise<RawSocket> {
    const raw = await clinic.socketOf(care);
    raw.socket.pause();
    raw.send({ id: '1', type: 'subscribe', payload: { query: addresses(args) } });
    return raw;
  }
});

describe('a subscriber that reads', () => {
  it('gets a snapshot, and what it missed, of which each page is more than may wait', async () => {
    clinic = await startLiveClinic({ limits, liveLimits: { waitingBytes: 300_000 } });
    const first = await subscribed(care, addresses('(snapshot: true)'));
    await first.heard('the end of the snapshot', isComplete);
    const cursor = changesOf(first).at(-1)?.cursor ?? '';
    first.close();
    await clinic.arrive(...visits(40));
    const [snapshot, missed] = [
      await subscribed(care, addresses('(snapshot: true)')),
      await subscribed(care, addresses(`(after: "${cursor}")`)),
    ];
    await until('all has come', () => visitsOf(snapshot).length === 40 && visitsOf(missed).length === 40, {
      explain: () =>
        JSON.stringify([visitsOf(snapshot), visitsOf(missed), missed.messages.at(-1)]).slice(0, 1_000),
    });
    expect([...snapshot.messages, ...missed.messages].filter(({ type }) => type === 'error')).toEqual([]);
  }, 120_000);

  it('gets a burst of changes that is more than may wait', async () => {
    clinic = await startLiveClinic({ limits, liveLimits: { waitingBytes: 400_000 } });
    const raw = await subscribed(care, addresses('(snapshot: true)', 10));
    await raw.heard('the end of the snapshot', isComplete);
    await clinic.arrive(...visits(500));
    await until('all has come', () => visitsOf(raw).length === 500, {
      explain: () => JSON.stringify(raw.messages.at(-1)).slice(0, 1_000),
    });
  }, 120_000);
});
