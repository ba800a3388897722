import { expect } from '@jest/globals';
import { seed } from '../scale.ts';
import type { World } from '../world/createWorld.ts';
import { nothingBroken } from './findBroken.ts';

/**
 * Every invariant holds; the seed is there for when one does not.
 *
 * @param left - those that are not looked at
 */
export async function expectNothingBroken(
  world: World,
  left: Partial<typeof nothingBroken> = {},
): Promise<void> {
  expect({ seed, ...(await world.broken()), ...left }).toEqual({ seed, ...nothingBroken });
}
