import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../src/config/readProjectFiles.ts';
import { assertProject } from '../../src/contract/assertProject.ts';

/** Names of the reference project that mean nothing elsewhere; single words, like a product `returns`, mean something. */
async function namesOfReferenceProject(): Promise<readonly string[]> {
  const project = assertProject(await readProjectFiles(packageRoot()));
  const names = [
    ...project.contracts.flatMap(({ name, typeName }) => [name, typeName.replace(/V\d+$/, '')]),
    ...[...project.products, ...project.reconciliations].map(({ name }) => name),
    ...project.purposes,
    ...project.regions,
  ];
  return [...new Set(names)].filter((name) => /_|[a-z][A-Z]/.test(name));
}

it('nothing in src or resolvers knows a name of the reference project, in examples neither', async () => {
  const names = await namesOfReferenceProject();
  expect(names).toEqual(
    expect.arrayContaining(['finance_recognized_sale', 'order_capture', 'REVENUE_CLOSE']),
  );
  const known = ['src', 'resolvers'].flatMap((folder) =>
    readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|tsx|html)$/.test(file))
      .flatMap((file) => {
        const text = readFileSync(join(packageRoot(), folder, file), 'utf8');
        return names.filter((name) => text.includes(name)).map((name) => `${folder}/${file}: ${name}`);
      }),
  );
  expect(known).toEqual([]);
});
