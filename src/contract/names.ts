/** `paidAmount` -> `paid_amount`, `riderID` -> `rider_id`: the column of a GraphQL field. */
export function toSnakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** `billing_completed_ride` -> `BillingCompletedRide`. */
export function toPascalCase(name: string): string {
  return name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `billing_completed_ride` or `BillingCompletedRide` -> `billingCompletedRide`. */
export function toCamelCase(name: string): string {
  const pascal = toPascalCase(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** The name that consumers see of a type that a contract's file defines: `BillingCompletedRideV1`. */
export function versionedTypeName(name: string, version: number): string {
  return `${name}V${version}`;
}

/** `billing_completed_ride@1`. */
export function contractId(name: string, version: number): string {
  return `${name}@${version}`;
}
