/** The purposes that a token names; none where it is no token. For show: the gateway verifies, this page does not. */
export function tokenPurposes(token: string): readonly string[] {
  try {
    const payload = token.split('.')[1] ?? '';
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as { readonly purpose?: unknown };
    return [claims.purpose].flat().filter((purpose) => typeof purpose === 'string');
  } catch {
    return [];
  }
}
