import { readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ConcordatError } from '../errors/ConcordatError.ts';
import { packageRoot } from './packageRoot.ts';
import { shippedVocabularyFile } from './ProjectFiles.ts';
import type { ProjectFiles } from './ProjectFiles.ts';

const declarationFile = /\.(graphql|sql|yaml|csv)$/;
// A project's sample data and notes for people are no declarations.
const ignored = /^schema\/sample\/|\.md$|(^|\/)\./;

/**
 * Reads the declarations under `<root>/schema`, and the gateway's own vocabulary with them. A file that is no
 * declaration is listed without its text, so that the compiler can say that it does not belong there.
 *
 * @throws ConcordatError PROJECT_NOT_FOUND when there is no folder `schema` under `root`.
 */
export async function readProjectFiles(root: string): Promise<ProjectFiles> {
  const shipped = await readFile(join(packageRoot(), 'schema', 'directives.graphql'), 'utf8');
  const paths = (await listFiles(root)).filter((path) => !ignored.test(path)).toSorted();
  const texts = await Promise.all(
    paths.map(async (path): Promise<[string, string]> => [
      path,
      declarationFile.test(path) ? await readFile(join(root, path), 'utf8') : '',
    ]),
  );
  return new Map([[shippedVocabularyFile, shipped], ...texts]);
}

async function listFiles(root: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, 'schema'), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch (cause) {
    throw new ConcordatError(
      'PROJECT_NOT_FOUND',
      `${root} is not a contract project: there is no folder "schema" in it that can be read.`,
      {
        fix: 'Give the folder that holds "schema" with --project, or make "schema/shared.graphql" in it to begin a project.',
        cause,
      },
    );
  }
}
