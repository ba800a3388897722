import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';

/** The code blocks of a language in a section of a document, in their order. */
export async function readDocBlocks(
  path: string,
  heading: string,
  language: string,
): Promise<readonly string[]> {
  const text = await readFile(join(packageRoot(), path), 'utf8');
  const section = text.split(/^(?=## )/m).find((part) => part.startsWith(`## ${heading}\n`));
  if (section === undefined) throw new Error(`${path} has no section "${heading}" any more.`);
  return Array.from(section.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm))
    .filter(([, of]) => of === language)
    .map(([, , block = '']) => block);
}
