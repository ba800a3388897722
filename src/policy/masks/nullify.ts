/** NULLIFY: always null. The compiler demands a nullable field. */
export function nullify(): null {
  return null;
}
