import type { ProjectFiles } from '../../src/config/ProjectFiles.ts';
import { assertProject } from '../../src/contract/assertProject.ts';
import type { Project } from '../../src/contract/model.ts';
import { claimsProject } from './claimsProject.ts';
import { projectFixture } from './projectFixture.ts';

type Edits = readonly (readonly [path: string, from: string, to: string])[];

/** The insurer's project without the contract of an existing table and the link to it: everything in it is derived. */
export function derivedProject(edits: Edits = []): Project {
  return assertProject(derivedProjectFiles(edits));
}

/** Its files. `edits` replace pieces of them. */
export function derivedProjectFiles(edits: Edits = []): ProjectFiles {
  const contract = 'schema/contracts/settled_claim/v1.graphql';
  const consumers = 'schema/consumers.yaml';
  const without = (path: string, piece: RegExp): string => (claimsProject[path] ?? '').replace(piece, '');
  const files = new Map(
    projectFixture({
      'schema/contracts/claim_dossier/v1.graphql': undefined,
      [contract]: without(contract, /\n {2}"[^"]*"\n {2}dossier:.*/),
      [consumers]: without(consumers, / {6}- contract: claim_dossier@1\n(?: {8}.*\n)*/g),
    }),
  );
  for (const [path, from, to] of edits) {
    const text = files.get(path);
    if (text?.includes(from) !== true) throw new Error(`"${from}" is not in ${path}.`);
    files.set(
      path,
      text.replace(from, () => to),
    );
  }
  return files;
}
