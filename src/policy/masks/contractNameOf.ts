/** The name in a contract id: `finance_recognized_sale` of `finance_recognized_sale@1`. */
export function contractNameOf(contractId: string): string {
  const at = contractId.lastIndexOf('@');
  return at < 0 ? contractId : contractId.slice(0, at);
}
