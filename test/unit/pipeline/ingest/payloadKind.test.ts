import { expect, it } from '@jest/globals';
import { payloadKind } from '../../../../src/pipeline/ingest/payloadKind.ts';

it('leaves to Postgres what may have more items than jsonb takes', () => {
  expect(payloadKind(Buffer.from(`[${'1,'.repeat(1_000)}1]`))).toBe('JSONB');
  expect(payloadKind(Buffer.from(`[${'1,'.repeat(1_000_000)}1]`))).toBe('UNCERTAIN');
});
