import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProjectFiles } from '../../src/config/ProjectFiles.ts';

/** Writes the files of a project into a new folder and gives its path; the caller removes it. */
export async function writeProject(files: ProjectFiles): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'concordat-project-'));
  for (const [path, text] of files) {
    // What is shipped is no file of the project's.
    if (!path.startsWith('schema/')) continue;
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}
