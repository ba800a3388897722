import { Kind, print } from 'graphql';

/** A description before a definition, as a block string on lines of its own. */
export function descriptionSdl(description: string): string {
  return `${print({ kind: Kind.STRING, value: description, block: true })}\n`;
}

/** The first paragraph of a description, for a place that refers to what is described in full elsewhere. */
export function meaningSdl(description: string): string {
  return descriptionSdl(description.split(/\n\s*\n/)[0] ?? '');
}

/** A string literal. */
export function stringSdl(value: string): string {
  return print({ kind: Kind.STRING, value });
}

/** The directive that deprecates a field or value, or nothing. */
export function deprecatedSdl(reason: string | undefined): string {
  return reason === undefined ? '' : ` @deprecated(reason: ${stringSdl(reason)})`;
}

/** A type as a field writes it: `[Item!]!`. */
export function typeSdl(type: {
  readonly name: string;
  readonly list: boolean;
  readonly nonNull: boolean;
  readonly itemNonNull: boolean;
}): string {
  const item = type.list ? `[${type.name}${type.itemNonNull ? '!' : ''}]` : type.name;
  return `${item}${type.nonNull ? '!' : ''}`;
}
