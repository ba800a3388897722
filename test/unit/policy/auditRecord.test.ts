import { describe, expect, it } from '@jest/globals';
import { auditRecord } from '../../../src/policy/auditRecord.ts';
import { compileAccessProfile } from '../../../src/policy/compileAccessProfile.ts';
import {
  agreement,
  caller,
  consumer,
  contract,
  field,
  fieldType,
  mask,
  project,
} from '../../support/policyModel.ts';

const fields = [
  field('market', 'String', { classification: 'PUBLIC' }),
  field('email', 'String', { classification: 'PERSONAL', mask: mask('EMAIL') }),
  field('entries', '[Entry!]', { type: fieldType('[Entry!]', 'OBJECT'), classification: 'PUBLIC' }),
];
const entry = {
  kind: 'OBJECT' as const,
  name: 'Entry',
  description: 'An entry.',
  fields: [
    field('at', 'DateTime', { classification: 'PUBLIC' }),
    field('detail', 'String', { classification: 'RESTRICTED', mask: mask('REDACT') }),
  ],
};
const claim = contract('claim@1', fields, { types: new Map([['Entry', entry]]) });
const desk = consumer('desk', [agreement('claim@1')]);
const profile = compileAccessProfile(project([claim], [desk]), caller(), {
  now: new Date('2026-06-15T00:00:00Z'),
});

function record(...paths: string[]) {
  return recordOf(paths, 2);
}

function recordOf(paths: readonly string[], rowCount: number) {
  const access = profile.contracts.get('claim@1');
  if (access === undefined) throw new Error('The contract does not exist for the caller.');
  return auditRecord({ profile, access, paths, rowCount, operation: 'claimV1List', traceId: 't-1' });
}

describe('auditRecord', () => {
  it('says who saw which classified fields and how', () => {
    expect(record('email', 'claimId', 'market', 'email')).toEqual({
      consumer: 'desk',
      purpose: 'AUDIT',
      regions: null,
      contract: 'claim@1',
      fields: [
        { field: 'claimId', classification: 'INTERNAL', decision: 'CLEAR' },
        { field: 'email', classification: 'PERSONAL', decision: 'EMAIL' },
      ],
      rowCount: 2,
      operation: 'claimV1List',
      traceId: 't-1',
    });
  });

  it('names nested fields by their path, all of them for an object', () => {
    const detail = [{ field: 'entries.detail', classification: 'RESTRICTED', decision: 'REDACT' }];
    expect(record('entries.detail')?.fields).toEqual(detail);
    expect(record('entries')?.fields).toEqual(detail);
  });

  it('is none for an access to public or unknown fields only', () => {
    expect(record('market', 'entries.at', 'nonsense', 'market.nonsense')).toBeUndefined();
  });

  it('has a row count that its column can hold', () => {
    expect(recordOf(['claimId'], 2 ** 31 - 1)?.rowCount).toBe(2 ** 31 - 1);
    expect(recordOf(['claimId'], 2 ** 31)?.rowCount).toBe(2 ** 31 - 1);
  });
});
