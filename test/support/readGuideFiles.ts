import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const guide = join(import.meta.dirname, '../../docs/contracts.md');

/** A file that the guide shows: its path stands in bold above the code block that holds it. */
const shownFile = /^\*\*`(schema\/[^`]+)`\*\*\n\n```\w+\n([\s\S]*?)^```$/gm;

/** The files of the project that docs/contracts.md builds, by path. */
export async function readGuideFiles(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(guide, 'utf8');
  return new Map(Array.from(text.matchAll(shownFile), ([, path = '', content = '']) => [path, content]));
}

/** Writes the guide's project into a folder, as its reader would. */
export async function writeGuideProject(root: string): Promise<void> {
  for (const [path, content] of await readGuideFiles()) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

/** The query that the guide ends with. */
export async function readGuideQuery(): Promise<string> {
  const text = await readFile(guide, 'utf8');
  const query = /^```graphql\n(\{[\s\S]*?)^```$/m.exec(text)?.[1];
  if (query === undefined) throw new Error('docs/contracts.md shows no query any more.');
  return query;
}
