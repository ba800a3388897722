/** A value as a text; empty for the few that can't be one, such as what JSON can name `toString`. */
export function printed(raw: unknown): string {
  try {
    return String(raw);
  } catch {
    return '';
  }
}
