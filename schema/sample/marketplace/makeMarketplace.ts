import type { Random } from '../Random.ts';
import type { SampleEvent } from '../SampleEvent.ts';
import { day } from '../wallClock.ts';
import { makeOrder } from './makeOrder.ts';
import { makeSellers } from './makeSellers.ts';
import { planAnomalies } from './planAnomalies.ts';

/** How long before the sample's end orders begin to be placed, and how long an order takes at most. */
const period = 60 * day;
const longestOrder = 20 * day;

/**
 * Events of `orders` marketplace orders, placed over the 60 days before `end` (wall-clock in Brasília). What would happen
 * after `end` has not happened yet: the latest orders are open. An order that goes wrong is old enough to have done so.
 */
export function makeMarketplace(random: Random, orders: number, end: number): readonly SampleEvent[] {
  const sellers = makeSellers(random, Math.max(6, Math.round(orders / 10)));
  const anomalies = planAnomalies(random, orders);
  return Array.from({ length: orders }, (_, number) => {
    const anomaly = anomalies.get(number);
    const latest = anomaly === undefined ? end : end - longestOrder;
    const seconds = random.integer((end - period) / 1000, latest / 1000);
    return makeOrder(random, sellers, seconds * 1000, anomaly);
  }).flat();
}
