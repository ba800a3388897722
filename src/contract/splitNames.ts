/**
 * `"claimId paymentId"`, as `@key(fields:)` and `@link(by:)` write names, to `['claimId', 'paymentId']`. Commas are as good as
 * spaces, like everywhere in GraphQL: https://spec.graphql.org/October2021/#sec-Insignificant-Commas
 */
export function splitNames(names: string): readonly string[] {
  return names.split(/[\s,]+/).filter((name) => name !== '');
}
