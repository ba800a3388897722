import { describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import type { TopicFormat } from '../../../../src/contract/model.ts';
import type { TopicRecord } from '../../../../src/feed/kafka/TopicReader.ts';
import { decoderOf } from '../../../../src/feed/live/decoderOf.ts';
import type { DecodeRecord } from '../../../../src/feed/live/decodeRecord.ts';
import { editedProject, fixturePaths, projectFixture } from '../../../support/projectFixture.ts';

function decoder(format: TopicFormat, base = projectFixture()): DecodeRecord {
  const files = editedProject(fixturePaths.claimDossier, 'format: DEBEZIUM', `format: ${format}`, base);
  const [contract] = assertProject(files).contracts.filter(({ name }) => name === 'claim_dossier');
  if (contract === undefined) throw new Error('no contract');
  return decoderOf(contract, () => true);
}

function record(
  key: string | null,
  value: string | null,
  headers: Readonly<Record<string, string>> = {},
): TopicRecord {
  return {
    ...{ offset: 3n, timestamp: 0 },
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: Object.entries(headers).map(([name, text]) => ({
      ...{ key: name, keyBytes: Buffer.from(name), value: Buffer.from(text) },
    })),
  };
}

const key = '{"claimId":"c1"}';
const row = '{"claimId":"c1","notes":["a"]}';
const nothing = { key: {}, row: undefined, before: undefined };

describe('records of another pipeline in the form of CloudEvents', () => {
  const decode = decoder('CLOUDEVENTS');

  it('may leave out revision and what was', () => {
    expect(decode(0, record(key, row))).toMatchObject({
      ...{ key: { claimId: 'c1' }, row: { claimId: 'c1', notes: ['a'] }, revision: null, before: undefined },
    });
    const headers = { 'concordat-revision': '7', 'concordat-before': '{"claimId":"c1","notes":null}' };
    expect(decode(0, record(key, null, headers))).toMatchObject({
      ...{ key: { claimId: 'c1' }, row: null, revision: '7', before: { notes: null } },
    });
  });

  it.each([
    ['no key', record(null, '{"notes":[]}'), nothing],
    ['a key of something else', record('{"id":"c1"}', null), nothing],
    ['another key in the row', record('{"claimId":"c2"}', row), nothing],
    ['no JSON', record(key, '{'), { ...nothing, key: { claimId: 'c1' } }],
  ])('are known to be unreadable: %s', (_what, unreadable, told) => {
    expect(decode(0, unreadable)).toMatchObject(told);
  });
});

describe('records of plain JSON', () => {
  const decode = decoder('JSON');

  it.each([
    ['the text of the key', record('c1', row)],
    ['the key as an object', record(key, row)],
    ['the key under the name of its column', record('{"claim_id":"c1"}', '{"notes":["a"]}')],
    ['no key but the row’s', record(null, row)],
    ['schemas', record(`{"schema":{},"payload":${key}}`, `{"schema":{},"payload":${row}}`)],
  ])('are read with %s', (_what, read) => {
    expect(decode(0, read)).toMatchObject({
      ...{ key: { claimId: 'c1' }, row: { claimId: 'c1', notes: ['a'] }, before: undefined },
    });
  });

  it('are read with decimals as connectors write them', () => {
    const files = editedProject(
      fixturePaths.claimDossier,
      '  notes: ',
      '  fee: Decimal @classified(as: INTERNAL)\n  "Said."\n  notes: ',
    );
    const read = decoder('JSON', files);
    for (const fee of ['"1.2E-7"', '1.2E-7'])
      expect(read(0, record(key, `{"fee":${fee}}`))).toMatchObject({ row: { fee: '0.00000012' } });
  });
});
