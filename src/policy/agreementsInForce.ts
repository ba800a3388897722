import type { Agreement, Consumer, ConsumerClass, Contract } from '../contract/model.ts';

/** Classes whose work can't be undone when a provisional row is reversed. */
const needSettled: ReadonlySet<ConsumerClass> = new Set(['EXTERNAL_REGULATORY', 'DECISION_AUTOMATION']);

/**
 * The agreements by which a consumer may read a contract for a purpose on a day; none when the contract does not exist
 * for it. Every last day (of an agreement, an EDGE contract, a deprecated version) counts whole, in UTC.
 */
export function agreementsInForce(
  contract: Contract,
  consumer: Consumer,
  purpose: string,
  day: string,
): readonly Agreement[] {
  if (!contract.purposes.includes(purpose) || !isServedOn(contract, day)) return [];
  return consumer.agreements.filter(
    (agreement) =>
      agreement.contract === contract.id &&
      agreement.purposes.includes(purpose) &&
      day <= agreement.until &&
      (contract.settlement === 'SETTLED' || !needSettled.has(consumer.class) || agreement.acceptsProvisional),
  );
}

/** Whether a contract is served on a day at all. */
export function isServedOn({ expires, sunset }: Contract, day: string): boolean {
  return (expires === undefined || day <= expires) && (sunset === undefined || day <= sunset.on);
}
