import { describe, expect, it } from '@jest/globals';
import type { ProjectFiles } from '../../../src/config/ProjectFiles.ts';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { compileProject } from '../../../src/contract/compileProject.ts';
import type { Project } from '../../../src/contract/model.ts';
import type { SoundPart } from '../../../src/contract/soundPart.ts';
import { editedProject, fixturePaths, projectFixture } from '../../support/projectFixture.ts';

const { shared, consumers, settledClaim, settledClaimSql, product, productSql, reconciliation } =
  fixturePaths;
const dossier = 'contract claim_dossier@1';
const settled = 'contract settled_claim@1';
const intake = 'product claim_intake';
const balance = 'reconciliation claim_balance';

function soundOf(files: ProjectFiles): SoundPart {
  const compiled = compileProject(files);
  if (compiled.ok) throw new Error('The project has no problem.');
  return compiled.sound;
}

function partsOf({ project }: SoundPart): readonly string[] {
  return [
    ...project.contracts.map(({ id }) => `contract ${id}`),
    ...project.products.map(({ name }) => `product ${name}`),
    ...project.reconciliations.map(({ name }) => `reconciliation ${name}`),
  ];
}

describe('the sound part of a project', () => {
  it.each([
    ['its consumers', editedProject(consumers, '[NORTH]', '[WEST]'), []],
    ['meaning alone', editedProject(settledClaim, '"The money in which we paid."\n', '""\n'), []],
    ['a shared meaning', editedProject(shared, '"Swedish krona."', '""'), []],
    [
      'a contract',
      editedProject(settledClaim, '@residency(by: "region")', '@residency(by: "area")'),
      [settled],
    ],
    ['SQL', projectFixture({ [settledClaimSql]: '-- later' }), [settled]],
    [
      'a reconciliation, and so what reads it',
      editedProject(reconciliation, 'difference: Decimal', 'difference: Money'),
      [settled, balance],
    ],
    [
      'a product, and so all that reads it',
      editedProject(product, 'authority: REPLICA', 'authority: HEARSAY'),
      [settled, intake, balance],
    ],
    [
      'a product that cannot be read',
      editedProject(product, '"An office and', '"An office and\n'),
      [settled, balance, intake],
    ],
    [
      'a shared type, and so whom it concerns',
      editedProject(shared, 'type Locality {', 'type Locality @key {'),
      [settled, intake, balance],
    ],
    ['shared types that cannot be read', projectFixture({ [shared]: 'enum {' }), [settled, intake, balance]],
  ])('is without what has problems: %s', (_what, files, leftOut) => {
    const sound = soundOf(files);
    expect(sound.leftOut).toEqual(leftOut);
    expect(partsOf(sound)).toEqual(
      [dossier, settled, intake, balance].filter((one) => !leftOut.includes(one)),
    );
    expect(sound.project.consumers).toEqual([]);
  });

  it('is without what reads a broken part and does not say so', () => {
    const files = editedProject(
      reconciliation,
      'difference: Decimal',
      'difference: Money',
      projectFixture({ [productSql]: 'select * from batch join Reconciliation."claim_balance" on true' }),
    );
    expect(soundOf(files).leftOut).toEqual([settled, intake, balance]);
  });

  it('takes no longer name for a shorter one', () => {
    const files = editedProject(
      reconciliation,
      'difference: Decimal',
      'difference: Money',
      projectFixture({ [productSql]: 'select claim_balance_old, old_claim_balance from batch' }),
    );
    expect(soundOf(files).leftOut).toEqual([settled, balance]);
  });

  it('is nothing where the vocabulary cannot be read', () => {
    const files = new Map([...projectFixture()].slice(1));
    expect(partsOf(soundOf(files))).toEqual([]);
  });

  it('is what a project without problems would be', () => {
    // The nodes of the syntax tree hold each other.
    const tables = ({ contracts, products, reconciliations }: Project): string =>
      JSON.stringify({ contracts, products, reconciliations }, (key, value: unknown) =>
        key === 'node' ? undefined : value,
      );
    const { project } = soundOf(editedProject(consumers, '[NORTH]', '[WEST]'));
    expect(tables(project)).toBe(tables(assertProject(projectFixture())));
  });
});
