/** An input object as graphql-js coerces it: own properties only, whatever they are called. */
export type InputObject = Readonly<Record<string, unknown>>;

export function isInputObject(value: unknown): value is InputObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
