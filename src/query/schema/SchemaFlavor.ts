/**
 * The two forms of a caller's SDL: what the gateway executes, and what `_service` gives to a Federation router, with
 * `@key` and `@shareable` and without the fields that Federation adds itself.
 */
export type SchemaFlavor = 'EXECUTABLE' | 'SUBGRAPH';

/** ` @shareable` on a type that several gateways of one supergraph define alike. */
export function shareableSdl(flavor: SchemaFlavor): string {
  return flavor === 'SUBGRAPH' ? ' @shareable' : '';
}
