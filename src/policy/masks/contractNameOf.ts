/** The name in a contract id: `billing_completed_ride` of `billing_completed_ride@1`. */
export function contractNameOf(contractId: string): string {
  const at = contractId.lastIndexOf('@');
  return at < 0 ? contractId : contractId.slice(0, at);
}
