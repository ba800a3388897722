import { describe, expect, it } from '@jest/globals';
import { ReadingPlace } from '../../../../src/server/live/ReadingPlace.ts';

describe('the place of a snapshot', () => {
  it('stays with whoever reads slowly as long as nobody else wants it', () => {
    const place = new ReadingPlace(1_000, () => false);
    for (let at = 0; at < 100; at += 1) place.told(1, 20_000);
  });

  it('is taken from whoever reads slowly while others wait', () => {
    const place = new ReadingPlace(1_000, () => true);
    place.told(9_000, 9_000);
    expect(() => {
      place.told(500, 1_000);
    }).toThrow('others wait');
  });

  it('stays with whoever reads as fast as it is told, however long it takes', () => {
    const place = new ReadingPlace(1_000, () => true);
    for (let at = 0; at < 1_000; at += 1) place.told(10_000, 1);
  });

  it.each([
    [1_000, 110_000],
    [7_900, 350_000],
    [1_000_000, 1_190_000],
  ])(
    'is taken from whoever reads %d bytes a second when others have waited for it for %d ms',
    (bytesPerSecond, ms) => {
      const place = new ReadingPlace(1_000, () => true);
      let waited = 0;
      const readOn = (): void => {
        for (; waited < 10_000_000; waited += 10_000) place.told(10 * bytesPerSecond, 10_000);
      };
      expect(readOn).toThrow('others wait');
      expect(waited).toBe(ms);
    },
  );

  it('counts anew after nobody has waited for a while', () => {
    let isWanted = true;
    const place = new ReadingPlace(1_000, () => isWanted);
    place.told(0, 9_000);
    isWanted = false;
    place.told(0, 9_000);
    isWanted = true;
    place.told(0, 9_000);
    expect(() => {
      place.told(0, 9_000);
    }).toThrow('others wait');
  });
});
