import type { ProjectDeclarations } from '../declarations/ProjectDeclarations.ts';
import type { Agreement, Consumer, Project } from '../model.ts';
import type { AgreementDeclaration } from '../declarations/ConsumerDeclaration.ts';
import { buildContract } from './buildContract.ts';
import { buildProduct } from './buildProduct.ts';
import { buildReconciliation } from './buildReconciliation.ts';
import { buildValueType } from './buildTypes.ts';
import { buildVocabularyEnums } from './buildVocabularyEnums.ts';

/** The model of a project whose declarations every rule has passed. */
export function buildProject(declarations: ProjectDeclarations): Project {
  const { directives, sharedTypes, contracts, products, reconciliations, consumers } = declarations;
  const context = { directives, rename: (name: string) => name };
  const enumValues = (name: string): readonly string[] => {
    const type = sharedTypes.get(name);
    return type?.kind === 'ENUM' ? type.values.map((value) => value.name) : [];
  };
  return {
    purposes: enumValues('Purpose'),
    regions: enumValues('Region'),
    sharedTypes: new Map([...sharedTypes].map(([name, type]) => [name, buildValueType(type, context)])),
    vocabulary: buildVocabularyEnums(declarations.vocabulary),
    contracts: contracts.map((contract) => buildContract(contract, declarations)),
    products: products.map((product) => buildProduct(product, declarations)),
    reconciliations: reconciliations.map((reconciliation) =>
      buildReconciliation(reconciliation, declarations),
    ),
    consumers: consumers.map(({ name, entry, agreements }): Consumer => ({
      name,
      team: entry.team,
      class: entry.class,
      description: entry.description,
      agreements: agreements.map(buildAgreement),
    })),
  };
}

function buildAgreement({
  contract,
  purposes,
  regions,
  until,
  acceptsProvisional,
}: AgreementDeclaration): Agreement {
  return { contract, purposes, regions, until, acceptsProvisional };
}
