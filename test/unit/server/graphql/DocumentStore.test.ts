import { expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { DocumentStore } from '../../../../src/server/graphql/DocumentStore.ts';

it('keeps documents within its bytes and forgets those that were not asked for', async () => {
  const store = new DocumentStore(100_000);
  const text = `{ ${'a '.repeat(100)} }`;
  for (let at = 0; at < 50; at += 1) {
    await store.set(`schema:${at}`, parse(text));
    await store.get('schema:0');
  }
  expect(await store.get('schema:0')).toBeDefined();
  expect(await store.get('schema:1')).toBeUndefined();
  expect(await store.get('schema:49')).toBeDefined();
  await store.delete('schema:49');
  expect(await store.get('schema:49')).toBeUndefined();
});
