import { versionsOf } from '../../src/query/schema/versionsOf.ts';
import type { RootResolver } from '../query/RootResolver.ts';

/** Root field `contract`: the version that was asked for or else the newest, of those that the caller may see. */
export const contractResolver: RootResolver = (_root, { name, version }, { profile }) => {
  const versions = versionsOf(String(name), profile);
  const wanted =
    typeof version === 'number'
      ? versions.find(({ contract }) => contract.version === version)
      : versions.at(-1);
  return wanted ?? null;
};
