import { startOf } from '../../declarations/placeOf.ts';
import { declaredPath } from '../../declarations/projectPaths.ts';
import type { Rule } from '../Rule.ts';

/** A contract's name and version are its path and nothing else, so the path must say them. */
export const contractPath: Rule = {
  id: 'contract-path',
  *check({ files }) {
    for (const file of files.keys()) {
      if (!file.startsWith('schema/contracts/') || !/\.(graphql|sql)$/.test(file)) continue;
      if (declaredPath(file.replace(/\.sql$/, '.graphql'))?.kind === 'contract') continue;
      yield {
        at: startOf(file),
        message: `"${file}" names no contract version.`,
        fix: 'Name it schema/contracts/<name>/v<N>.graphql (or .sql), with the name in snake_case and N counting from 1 to 9999.',
      };
    }
  },
};
