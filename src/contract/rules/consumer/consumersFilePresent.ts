import { startOf } from '../../declarations/placeOf.ts';
import { consumersFile } from '../../declarations/projectPaths.ts';
import type { Rule } from '../Rule.ts';

/** Nobody sees anything without an agreement, so a project says who its consumers are. */
export const consumersFilePresent: Rule = {
  id: 'consumers-missing',
  *check({ files }) {
    if (files.has(consumersFile)) return;
    yield {
      at: startOf(consumersFile),
      message: 'The project declares no consumers.',
      fix: `Write ${consumersFile}; "consumers: {}" if there is none yet.`,
    };
  },
};
