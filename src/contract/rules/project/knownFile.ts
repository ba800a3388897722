import { shippedVocabularyFile } from '../../../config/ProjectFiles.ts';
import type { ProjectFiles } from '../../../config/ProjectFiles.ts';
import { startOf } from '../../declarations/placeOf.ts';
import {
  consumersFile,
  declaredPath,
  declaredTopic,
  sharedFile,
  vocabularyFile,
} from '../../declarations/projectPaths.ts';
import type { Rule } from '../Rule.ts';

const single: readonly string[] = [shippedVocabularyFile, vocabularyFile, sharedFile, consumersFile];
const sample = 'schema/sample/';
// `contract-path` speaks of these.
const contractLike = /^schema\/contracts\/.*\.(graphql|sql)$/;

/** A file that nothing reads is a mistake: a misspelt name, or SQL whose declaration is not there. */
export const knownFile: Rule = {
  id: 'unknown-file',
  *check({ files }) {
    for (const file of files.keys()) {
      if (single.includes(file) || file.startsWith(sample) || declaredPath(file)) continue;
      if (declaredTopic(file) !== undefined) continue;
      const twin = twinOf(file);
      if (twin !== undefined && files.has(twin)) continue;
      if (twin !== undefined && declaredPath(twin)) {
        yield {
          at: startOf(file),
          message: `"${file}" belongs to "${twin}", which does not exist.`,
          fix: `Write ${twin}, or remove this file.`,
        };
      } else if (!contractLike.test(file) && !isPartOfProduct(file, files)) {
        yield {
          at: startOf(file),
          message: `"${file}" is no file of a contract project.`,
          fix: 'Remove or rename it; "How to write a contract" lists the files under schema/. Sample data belongs into schema/sample/.',
        };
      }
    }
  },
};

/** The declaration that a SQL file stands beside. */
function twinOf(file: string): string | undefined {
  const folder = file.slice(0, file.lastIndexOf('/'));
  if (/^schema\/contracts\/.*\.sql$/.test(file)) return file.replace(/\.sql$/, '.graphql');
  if (/^schema\/products\/[^/]+\/project\.sql$/.test(file)) return `${folder}/product.graphql`;
  if (/^schema\/reconciliations\/[^/]+\/(resolve|exceptions)\.sql$/.test(file)) {
    return `${folder}/reconciliation.graphql`;
  }
  return undefined;
}

/** Reference data beside a product; whether a table reads it is for `unused-source-file`. */
function isPartOfProduct(file: string, files: ProjectFiles): boolean {
  const folder = /^(schema\/products\/[^/]+)\/.+\.csv$/.exec(file)?.[1];
  return folder !== undefined && files.has(`${folder}/product.graphql`);
}
