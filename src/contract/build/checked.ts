/**
 * A thing that the rules have made sure of. That it is missing is a fault of Concordat and not of the project.
 *
 * @throws Error when it is missing.
 */
export function checked<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The rules let a project through that has no ${what}.`);
  return value;
}
