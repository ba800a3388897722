import type { Random } from '../Random.ts';
import { places } from './places.ts';

/** A seller under the names that ordering's events use. */
export interface Seller {
  readonly seller_id: string;
  readonly seller_zip_code_prefix: string;
  readonly seller_city: string;
  readonly seller_state: string;
}

/** What sellers type where their city belongs; the first two hold no place. */
const oddCities = ['vendas@pecas-azuis.example', '04482255', 'mogi das cruzes / sp'] as const;

/** `count` sellers, the first few with an odd city. */
export function makeSellers(random: Random, count: number): readonly Seller[] {
  return Array.from({ length: count }, (_, index) => {
    const place = random.pick(places);
    return {
      seller_id: random.hex(32),
      seller_zip_code_prefix: place.postal + String(random.integer(0, 999)).padStart(3, '0'),
      seller_city: oddCities[index] ?? place.city,
      seller_state: place.state,
    };
  });
}
