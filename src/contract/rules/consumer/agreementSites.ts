import type { AgreementDeclaration, ConsumerDeclaration } from '../../declarations/ConsumerDeclaration.ts';
import type { ContractDeclaration, ProjectDeclarations } from '../../declarations/ProjectDeclarations.ts';

export interface AgreementSite {
  readonly consumer: ConsumerDeclaration;
  readonly agreement: AgreementDeclaration;
  readonly contract: ContractDeclaration | undefined;
}

/** Every agreement as far as it can be read, with the contract version that it is about. */
export function agreementSites({ consumers, contracts }: ProjectDeclarations): readonly AgreementSite[] {
  return consumers.flatMap((consumer) =>
    consumer.agreements.map((agreement) => ({
      consumer,
      agreement,
      contract: contracts.find((contract) => contract.id === agreement.contract),
    })),
  );
}
