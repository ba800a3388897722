import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';

/** The code blocks of a language in a section of a document, in their order, also those within lists. */
export async function readDocBlocks(
  path: string,
  heading: string,
  language: string,
): Promise<readonly string[]> {
  const text = await readFile(join(packageRoot(), path), 'utf8');
  const section = text.split(/^(?=## )/m).find((part) => part.startsWith(`## ${heading}\n`));
  if (section === undefined) throw new Error(`${path} has no section "${heading}" any more.`);
  return Array.from(section.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm))
    .filter(([, , of]) => of === language)
    .map(([, indent = '', , block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
}
