import type { ProjectDeclarations } from '../declarations/ProjectDeclarations.ts';
import type { Agreement, Consumer, Project } from '../model.ts';
import type { AgreementDeclaration } from '../declarations/ConsumerDeclaration.ts';
import { buildContract } from './buildContract.ts';
import { buildDeclaredTopic } from './buildDeclaredTopic.ts';
import { buildProduct } from './buildProduct.ts';
import { buildReconciliation } from './buildReconciliation.ts';
import { buildValueType } from './buildTypes.ts';
import { buildVocabularyEnums } from './buildVocabularyEnums.ts';
import { checked } from './checked.ts';

/** The model of a project whose declarations every rule has passed. */
export function buildProject(declarations: ProjectDeclarations): Project {
  const { directives, sharedTypes, contracts, products, reconciliations, consumers, topics } = declarations;
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
      team: checked(entry.team, 'team of a consumer'),
      class: checked(entry.class, 'class of a consumer'),
      description: checked(entry.description, 'description of a consumer'),
      agreements: agreements.map(buildAgreement),
    })),
    declaredTopics: topics.map(buildDeclaredTopic),
  };
}

function buildAgreement({
  contract,
  purposes,
  regions,
  until,
  acceptsProvisional,
}: AgreementDeclaration): Agreement {
  return {
    contract: checked(contract, 'contract of an agreement'),
    purposes: checked(purposes, 'purposes of an agreement'),
    regions: checked(regions, 'regions of an agreement'),
    until: checked(until, 'end of an agreement'),
    acceptsProvisional: checked(acceptsProvisional, 'flag of an agreement'),
  };
}
