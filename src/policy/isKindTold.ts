import type { ExceptionKind } from '../contract/model.ts';
import type { ContractAccess } from './AccessProfile.ts';
import { isShown } from './isShown.ts';

/**
 * Whether a caller may know an exception's kind: only who sees in clear all that the kind is about (`@exception(about:)`), as
 * it tells something of the values, or that there are none (attack 30). Of a kind that is declared no more nobody knows it.
 */
export function isKindTold(access: ContractAccess, kind: ExceptionKind | undefined): boolean {
  return kind?.about.every((path) => isShown(access, path)) ?? false;
}
