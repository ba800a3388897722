import { describe, expect, it } from '@jest/globals';
import type { ProjectFiles } from '../../../../src/config/ProjectFiles.ts';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import type { TopicRecord } from '../../../../src/feed/kafka/TopicReader.ts';
import { decodeDebezium } from '../../../../src/feed/live/foreign/decodeDebezium.ts';
import { editedProject, fixturePaths, projectFixture } from '../../../support/projectFixture.ts';

function contractOf(files: ProjectFiles): Contract {
  const [contract] = assertProject(files).contracts.filter(({ name }) => name === 'claim_dossier');
  if (contract === undefined) throw new Error('no contract');
  return contract;
}

const decode = decodeDebezium(contractOf(projectFixture()), () => true);

function record(value: unknown, offset = 0n, key: string | null = 'c1'): TopicRecord {
  return {
    ...{ offset, timestamp: 0, headers: [] },
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(JSON.stringify(value)),
  };
}

describe('decodeDebezium', () => {
  it.each([
    [{ claim_id: 'c1' }],
    [{ claim_id: 'c1', notes: null }],
    [{ claim_id: 'c1', notes: null, amount: 0, open: false, text: '' }],
    [null],
  ])('does not take %j for a row as it was', (before) => {
    expect(decode(0, record({ op: 'd', before, after: null }))).toMatchObject({
      ...{ key: { claimId: 'c1' }, row: null, before: undefined },
    });
  });

  it('takes a whole row for what was, nulls among it', () => {
    const before = { claim_id: 'c1', notes: null, loaded_at: 'x' };
    expect(decode(0, record({ op: 'd', before, after: null }))?.before).toEqual({
      claimId: 'c1',
      notes: null,
    });
  });

  it('knows that a new row was not there, and not what one was that is read anew', () => {
    const after = { claim_id: 'c1', notes: [] };
    expect(decode(0, record({ op: 'c', before: null, after }))?.before).toBeNull();
    expect(decode(0, record({ op: 'r', before: null, after }))?.before).toBeUndefined();
  });

  it('leaves out the tombstone behind a deletion of the same key, and no other', () => {
    const deletion = record({ op: 'd', before: { claim_id: 'c1' }, after: null }, 7n);
    expect(decode(0, deletion)).toMatchObject({ key: { claimId: 'c1' } });
    expect(decode(0, record(null, 8n))).toBeUndefined();
    expect(decode(1, record(null, 8n))).toMatchObject({ key: { claimId: 'c1' }, row: null });
    expect(decode(0, record(null, 8n, 'c2'))).toMatchObject({ key: { claimId: 'c2' }, row: null });
    expect(decode(0, record(null, 9n))).toMatchObject({ key: { claimId: 'c1' }, row: null });
  });

  it('reads decimals with an exponent as they are on the wire, in what was too', () => {
    const dossier = contractOf(
      editedProject(
        fixturePaths.claimDossier,
        '  notes: ',
        '  fee: Decimal @classified(as: INTERNAL)\n  "Each."\n  sums: [Decimal!] @classified(as: INTERNAL)\n  "Said."\n  notes: ',
      ),
    );
    const value = {
      op: 'u',
      before: { claim_id: 'c1', fee: '1E+3', sums: null, notes: ['1E+3'] },
      after: { claim_id: 'c1', fee: '0E-8', sums: ['1.2E-7', '10.50'], notes: null },
    };
    expect(decodeDebezium(dossier, () => true)(0, record(value))).toMatchObject({
      before: { fee: '1000', sums: null, notes: ['1E+3'] },
      row: { fee: '0', sums: ['0.00000012', '10.50'], notes: null },
    });
  });
});
