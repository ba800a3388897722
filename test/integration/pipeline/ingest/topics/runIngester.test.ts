import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { projectReading } from '../../../../support/projectReading.ts';
import { sendNameBytes } from '../../../../support/sendNameBytes.ts';
import { topicName } from '../../../../support/kafka.ts';
import { useIngestion } from '../../../../support/useIngestion.ts';

const { topics, database, failures, missing, start, raw, holds, until } = useIngestion();

describe('ingesting from Kafka', () => {
  it('I1: takes every record of every partition once, byte for byte, with key, headers and time', async () => {
    const topic = topicName();
    // One of the records is of years ago: retention would take it before it is read, on a busy machine.
    await topics().create(topic, 3, { 'retention.ms': '-1' });
    const odd = Buffer.from([0x00, 0xff, 0x80]);
    await topics().send(topic, [
      { partition: 0, key: odd, value: '{"a": 1.0,  "a":2}', timestamp: '1483628480123' },
      { partition: 2, key: null, value: null, headers: { ce_type: ['x', odd], empty: '' } },
      { partition: 2, key: '', value: odd },
    ]);
    start(projectReading(topic));
    await holds(topic, 3);
    const rows = await database().query({
      text: `select partition, "offset", encode(key, 'hex') as key, encode(value, 'hex') as value, payload, event_time,
          header_names, (select array_agg(encode(h, 'hex')) from unnest(header_values) h) as headers
        from raw.event order by partition, "offset"`,
    });
    const hex = (text: string): string => Buffer.from(text).toString('hex');
    expect(rows).toEqual([
      expect.objectContaining({
        ...{ partition: 0, offset: '0', key: '00ff80', value: hex('{"a": 1.0,  "a":2}'), payload: { a: 2 } },
        ...{ event_time: '2017-01-05T15:01:20.123Z', header_names: [], headers: null },
      }),
      expect.objectContaining({
        ...{ partition: 2, offset: '0', key: null, value: null, payload: null },
        ...{ header_names: ['ce_type', 'ce_type', 'empty'], headers: [hex('x'), '00ff80', ''] },
      }),
      expect.objectContaining({ partition: 2, offset: '1', key: '', value: '00ff80', payload: null }),
    ]);
  });

  it('I1: keeps names of headers byte for byte that no text can hold, and stops at none', async () => {
    const topic = topicName();
    await topics().create(topic, 1);
    const names = ['610062', '61ff62', 'c3a9', 'eda080', ''].map((hex) => Buffer.from(hex, 'hex'));
    for (const bytes of names) {
      await sendNameBytes(bytes, (name) =>
        topics().send(topic, [{ value: '{}', headers: { before: 'x', [name]: 'odd' } }]),
      );
    }
    start(projectReading(topic));
    await holds(topic, names.length);
    const rows = await database().query({
      text: `select header_names as names, (select array_agg(encode(n, 'hex')) from unnest(header_name_bytes) n) as bytes,
          (select array_agg(encode(v, 'escape')) from unnest(header_values) v) as values
        from raw.event where source = $1 order by "offset"`,
      values: [topic],
    });
    const before = Buffer.from('before').toString('hex');
    const values = ['x', 'odd'];
    expect(rows).toEqual([
      { names: ['before', 'a\uFFFDb'], bytes: [before, '610062'], values },
      { names: ['before', 'a\uFFFDb'], bytes: [before, '61ff62'], values },
      { names: ['before', 'é'], bytes: null, values },
      { names: ['before', '\uFFFD\uFFFD\uFFFD'], bytes: [before, 'eda080'], values },
      { names: ['before', ''], bytes: null, values },
    ]);
    expect(failures).toEqual([]);
  });

  it('fault 9: goes on where it stopped, whoever takes over, and takes nothing twice', async () => {
    const topic = topicName();
    await topics().create(topic, 4);
    const send = (from: number) =>
      topics().send(
        topic,
        Array.from({ length: 200 }, (_, index) => ({ partition: index % 4, value: String(from + index) })),
      );
    await send(0);
    const first = start(projectReading(topic));
    await holds(topic, 50);
    start(projectReading(topic));
    await send(1_000);
    await first.stop();
    await send(2_000);
    start(projectReading(topic));
    await holds(topic, 600);
    const values = (await raw(topic)).map(({ value }) => Number(value)).sort((a, b) => a - b);
    expect(values).toEqual(
      [0, 1_000, 2_000].flatMap((from) => Array.from({ length: 200 }, (_, i) => from + i)),
    );
  });

  it('fault 10: finds partitions that are added, and topics that are made later', async () => {
    const [early, late] = [topicName(), topicName()];
    await topics().create(early, 1);
    start(projectReading(early, late), { leaseMs: 600 });
    await until(() => missing.includes(late));
    await topics().addPartitions(early, 3);
    await topics().create(late, 1);
    await topics().send(early, [{ partition: 2, value: 'added' }]);
    await topics().send(late, [{ value: 'late' }]);
    await holds(early, 1);
    await holds(late, 1);
    expect(await raw(early)).toEqual([{ partition: 2, offset: '0', value: 'added' }]);
  });

  it('fault 17: says what retention took unread, records it, and goes on behind it', async () => {
    const topic = topicName();
    await topics().create(topic);
    await topics().send(topic, [{ value: '0' }, { value: '1' }]);
    const first = start(projectReading(topic));
    await holds(topic, 2);
    await first.stop();
    await topics().send(topic, [{ value: '2' }, { value: '3' }, { value: '4' }]);
    await topics().forget(topic, 0, '4');
    const gaps: unknown[] = [];
    start(projectReading(topic), { onGap: (gap) => gaps.push(gap) });
    await holds(topic, 3);
    expect((await raw(topic)).map(({ offset }) => offset)).toEqual(['0', '1', '4']);
    const reason = 'the topic had them no more when they were to be read';
    expect(gaps).toEqual([{ topic, partition: 0, fromOffset: 2n, toOffset: 4n, lacking: 2n, reason }]);
    const recorded = await database().query({
      text: 'select source, from_offset, to_offset from raw.gap',
    });
    expect(recorded).toEqual([{ source: topic, from_offset: '2', to_offset: '4' }]);
  });

  it('fault 17: says of what retention took only what raw lacks, when its position is set back', async () => {
    const topic = topicName();
    await topics().create(topic);
    const send = (...values: readonly string[]) =>
      topics().send(
        topic,
        values.map((value) => ({ value })),
      );
    const run = async (events: number): Promise<readonly unknown[]> => {
      const gaps: unknown[] = [];
      const running = start(projectReading(topic), { onGap: (gap) => gaps.push(gap) });
      await holds(topic, events);
      await running.stop();
      return gaps;
    };
    const gapsNow = () =>
      database().query({ text: 'select from_offset as from, to_offset as to from raw.gap order by 1' });
    const setBack = () => database().execute({ text: 'update raw.position set next_offset = 0' });
    await send('0', '1', '2');
    expect(await run(3)).toEqual([]);
    await send('3', '4', '5', '6');
    await topics().forget(topic, 0, '5');
    expect(await run(5)).toMatchObject([{ fromOffset: 3n, toOffset: 5n, lacking: 2n }]);
    // Now with a second piece, and a gap that is no more, as of records that could not be read before.
    await database().execute({ text: 'delete from raw.event where "offset" = 0' });
    await database().execute({ text: `insert into raw.gap values ('${topic}', 0, 1, 2, 'damaged')` });
    await setBack();
    await send('7');
    await topics().forget(topic, 0, '6');
    expect(await run(5)).toMatchObject([{ fromOffset: 0n, toOffset: 5n, lacking: 3n }]);
    expect(await gapsNow()).toEqual([
      { from: '0', to: '1' },
      { from: '3', to: '5' },
    ]);
    // Where raw has all of it there is nothing to say, and it goes on.
    await database().execute({ text: 'update raw.position set next_offset = 5' });
    await send('8');
    await topics().forget(topic, 0, '7');
    expect(await run(6)).toEqual([]);
    expect(await gapsNow()).toHaveLength(2);
    expect(failures).toEqual([]);
  });

  it('is not held up by a topic that is deleted', async () => {
    const [gone, other] = [topicName(), topicName()];
    await topics().create(gone);
    await topics().create(other);
    await topics().send(gone, [{ value: 'a' }]);
    await topics().send(other, [{ value: 'b 0' }]);
    // Resting for others would take twice as long.
    start(projectReading(gone, other), { leaseMs: 15_000 });
    await holds(gone, 1);
    await holds(other, 1);
    await topics().remove(gone);
    for (let events = 2; events <= 4; events += 1) {
      await setTimeout(500);
      await topics().send(other, [{ value: `b ${events}` }]);
      await holds(other, events);
    }
    expect(failures.filter((failure) => !failure.includes(gone))).toEqual([]);
  });

  it('fault 16: changes nothing when its position is set back to the beginning', async () => {
    const topic = topicName();
    await topics().create(topic);
    await topics().send(topic, [{ value: 'a', headers: { h: '1' } }, { value: '{}' }]);
    const first = start(projectReading(topic));
    await holds(topic, 2);
    await first.stop();
    const before = await database().query({ text: 'select * from raw.event order by "offset"' });
    await database().execute({ text: 'update raw.position set next_offset = 0' });
    start(projectReading(topic));
    await topics().send(topic, [{ value: 'c' }]);
    await holds(topic, 3);
    const after = await database().query({ text: 'select * from raw.event order by "offset" limit 2' });
    expect(after).toEqual(before);
    expect(failures).toEqual([]);
  });

  it('takes again what raw has lost, when its position is set back to the first of it', async () => {
    const topic = topicName();
    await topics().create(topic);
    await topics().send(topic, [{ value: 'a' }, { value: 'b' }, { value: 'c' }, { value: 'd' }]);
    const first = start(projectReading(topic));
    await holds(topic, 4);
    await first.stop();
    const before = await raw(topic);
    await database().execute({ text: 'delete from raw.event where "offset" in (1, 3)' });
    start(projectReading(topic));
    await database().execute({ text: 'update raw.position set next_offset = 1' });
    await holds(topic, 4);
    expect(await raw(topic)).toEqual(before);
    expect(failures).toEqual([]);
  });

  it('attacks 53, 55 and 56: keeps poison of every kind, and parses what is JSON', async () => {
    const topic = topicName();
    await topics().create(topic);
    const poison = [
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      '',
      null,
      '{"n": NaN}',
      Buffer.from([0x22, 0xff, 0xfe, 0x22]),
      '{"n": "\\u0000"}',
      '{"n": 9007199254740993}',
    ];
    await topics().send(
      topic,
      poison.map((value) => ({ value })),
    );
    start(projectReading(topic));
    await holds(topic, poison.length);
    const rows = await database().query<{ value: string | null; payload: string | null }>({
      text: `select encode(value, 'hex') as value, payload::text from raw.event order by "offset"`,
    });
    expect(rows.map(({ value }) => value)).toEqual(
      poison.map((value) => (value === null ? null : Buffer.from(value).toString('hex'))),
    );
    expect(rows.map(({ payload }) => payload)).toEqual([
      ...Array.from({ length: 6 }, () => null),
      '{"n": 9007199254740993}',
    ]);
    expect(failures).toEqual([]);
  });

  it('fault 3: of two at the same records one writes', async () => {
    const topic = topicName();
    await topics().create(topic);
    await topics().send(
      topic,
      Array.from({ length: 500 }, (_, index) => ({ value: String(index) })),
    );
    // Leases of no time: each thinks that it is its turn.
    start(projectReading(topic), { leaseMs: 30 });
    start(projectReading(topic), { leaseMs: 30 });
    await holds(topic, 500);
    expect(await raw(topic)).toHaveLength(500);
  });
});
