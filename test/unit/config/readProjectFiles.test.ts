import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { shippedVocabularyFile } from '../../../src/config/ProjectFiles.ts';
import { readProjectFiles } from '../../../src/config/readProjectFiles.ts';

describe('readProjectFiles', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'concordat-project-'));
  });

  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }

  it('reads declarations by their path from the root, and the shipped vocabulary', async () => {
    await write('schema/shared.graphql', 'enum Purpose { A }');
    await write('schema/contracts/claim/v1.sql', 'select 1');
    await write('schema/consumers.yaml', 'consumers: {}');
    await write('schema/products/intake/offices.csv', 'office\n');
    const files = await readProjectFiles(root);
    expect([...files.keys()]).toEqual([
      shippedVocabularyFile,
      'schema/consumers.yaml',
      'schema/contracts/claim/v1.sql',
      'schema/products/intake/offices.csv',
      'schema/shared.graphql',
    ]);
    expect(files.get('schema/contracts/claim/v1.sql')).toBe('select 1');
    expect(files.get(shippedVocabularyFile)).toContain('directive @contract(');
  });

  it('leaves sample data, notes and hidden files alone and lists what it does not know without its text', async () => {
    await write('schema/sample/orders.ndjson', '{}');
    await write('schema/README.md', 'Notes.');
    await write('schema/.DS_Store', 'x');
    await write('schema/contracts/claim/v1.gql', 'type Claim');
    const files = await readProjectFiles(root);
    expect([...files].slice(1)).toEqual([['schema/contracts/claim/v1.gql', '']]);
  });

  it('says what to do when there is no project', async () => {
    await expect(readProjectFiles(join(root, 'nowhere'))).rejects.toMatchObject({
      code: 'PROJECT_NOT_FOUND',
      message: expect.stringContaining('nowhere'),
      fix: expect.stringContaining('--project'),
    });
  });
});
