import { ConcordatError } from '../../errors/ConcordatError.ts';
import { ConsumerAllowance } from './ConsumerAllowance.ts';
import type { LiveLimits } from './LiveLimits.ts';
import type { LiveOperation } from './LiveOperation.ts';

/** What subscriptions of a consumer may take of a process; each gives what must be called when it is over. */
export interface ConsumerAllowances {
  /** @throws ConcordatError LIMIT_EXCEEDED */
  selection(consumer: string, operation: Pick<LiveOperation, 'values'>): () => void;
  /** @throws ConcordatError LIMIT_EXCEEDED */
  filter(consumer: string, operation: Pick<LiveOperation, 'filterBytes' | 'comparisons'>): () => void;
}

const inFigures = (count: number): string => count.toLocaleString('en');

/** Takes all, or none and throws. */
function takeAll(takes: readonly (() => () => void)[]): () => void {
  const taken: (() => void)[] = [];
  const giveBack = (): void => {
    for (const give of taken) give();
  };
  try {
    for (const take of takes) taken.push(take());
  } catch (error) {
    giveBack();
    throw error;
  }
  return giveBack;
}

export function consumerAllowances(limits: LiveLimits): ConsumerAllowances {
  const { selectionsPerConsumer, selectedValuesPerConsumer, comparisonsPerConsumer, filterBytesPerConsumer } =
    limits;
  const allowance = (most: number, message: string, fix: string): ConsumerAllowance =>
    new ConsumerAllowance(most, () => new ConcordatError('LIMIT_EXCEEDED', message, { fix }));
  const selections = allowance(
    selectionsPerConsumer,
    `A consumer follows at most ${selectionsPerConsumer} different selections at once.`,
    'Select the same fields in subscriptions that differ in their filters only, or end some.',
  );
  const values = allowance(
    selectedValuesPerConsumer,
    `The different selections that a consumer follows at once have at most ${inFigures(selectedValuesPerConsumer)} values together.`,
    'Select fewer fields, the same ones in subscriptions that differ in their filters only, or end some.',
  );
  const bytes = allowance(
    filterBytesPerConsumer,
    `The different filters that a consumer follows by at once have at most ${inFigures(filterBytesPerConsumer)} bytes together.`,
    'Filter by fewer values, share filters, or end some subscriptions.',
  );
  const comparisons = allowance(
    comparisonsPerConsumer,
    `The different filters that a consumer follows by at once make at most ${inFigures(comparisonsPerConsumer)} comparisons together.`,
    'Filter by `eq` or `in` of one field, which counts for nothing, share filters, or end some subscriptions.',
  );
  return {
    selection: (consumer, operation) =>
      takeAll([() => selections.take(consumer, 1), () => values.take(consumer, operation.values)]),
    filter: (consumer, operation) =>
      takeAll([
        () => bytes.take(consumer, operation.filterBytes),
        () => comparisons.take(consumer, operation.comparisons),
      ]),
  };
}
