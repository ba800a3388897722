import type { Random } from '../Random.ts';

/** What the stores sell, as their ERP writes it. */
export interface Goods {
  readonly stockCode: string;
  readonly description: string;
  readonly priceInPence: number;
}

const looks = ['RED', 'BLUE', 'IVORY', 'VINTAGE', 'STRIPED', 'SPOTTED', 'SMALL', 'LARGE', 'RUSTIC', 'GLASS'];
const things = [
  'LANTERN',
  'TEA COSY',
  'PICTURE FRAME',
  'DOORSTOP',
  'JAM JAR',
  'NAPKINS',
  'BUNTING',
  'WALL CLOCK',
];

/** One for every pair of look and thing; some codes end in a letter, and some descriptions in a blank. */
export function makeGoods(random: Random): readonly Goods[] {
  return looks.flatMap((look) =>
    things.map((thing, index) => ({
      stockCode: `${random.integer(10_000, 89_999)}${random.chance(0.15) ? random.pick(['A', 'B', 'W']) : ''}`,
      description: `${look} ${thing}${index === 0 ? ' ' : ''}`,
      priceInPence: random.integer(19, 1_295),
    })),
  );
}
