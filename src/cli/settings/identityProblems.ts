import { type IdentitySettings, unfitForProduction } from '../../policy/identity/unfitForProduction.ts';
import type { SettingProblem } from './SettingProblem.ts';

interface TokenSettings {
  readonly jwksUrl?: string | undefined;
  readonly jwtPublicKey?: string | undefined;
  readonly jwtIssuer?: string | undefined;
  readonly maskKey?: string | undefined;
}

const settingOf = {
  issuer: 'jwtIssuer',
  publicKey: 'jwtPublicKey',
  maskKey: 'maskKey',
} as const satisfies Record<keyof IdentitySettings, keyof TokenSettings>;

/** What is wrong with the settings by which production knows its callers: one source of keys, and nothing that everybody knows. */
export function identityProblems(
  settings: TokenSettings,
): readonly SettingProblem<'jwksUrl' | 'jwtPublicKey' | 'jwtIssuer' | 'maskKey'>[] {
  return [...keySourceProblems(settings), ...developmentProblems(settings)];
}

function keySourceProblems({ jwksUrl, jwtPublicKey }: TokenSettings): SettingProblem<keyof TokenSettings>[] {
  const sources = [jwksUrl, jwtPublicKey].filter((setting) => setting !== undefined);
  if (sources.length === 1) return [];
  return [
    {
      settings: ['jwksUrl', 'jwtPublicKey'],
      reason:
        sources.length === 0
          ? 'is missing: one of them is needed to verify tokens.'
          : 'are both given: only one of them may be.',
    },
  ];
}

function developmentProblems({
  jwtIssuer: issuer,
  jwtPublicKey,
  maskKey,
}: TokenSettings): SettingProblem<keyof TokenSettings>[] {
  // Where the key could not be read, it is empty here and listed already.
  const publicKey = jwtPublicKey === '' ? undefined : jwtPublicKey;
  return unfitForProduction({ issuer, publicKey, maskKey }).map(({ setting, reason }) => ({
    settings: [settingOf[setting]],
    reason: `is not fit for production: it is ${reason}.`,
  }));
}
