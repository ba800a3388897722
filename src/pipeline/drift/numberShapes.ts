import type { Shape } from '../../contract/model.ts';
import { quoteText } from '../../storage/quoteName.ts';
import type { CheckedTopic } from './CheckedTopic.ts';
import { shapeFindings } from './shapeFindings.ts';

export interface NumberedShapes {
  /** SQL of the number of an event's shape, from `source` and `event_type`; null where its type is not declared. */
  readonly number: string;
  /** SELECTs of what differs from a shape, over `event e`. */
  readonly findings: readonly string[];
}

/** Numbers the shapes of topics. Equal ones, as those that an alias repeats, are one, so that events are looked at once. */
export function numberShapes(topics: readonly CheckedTopic[]): NumberedShapes {
  const known = new Map<string, { readonly number: number; readonly findings: readonly string[] }>();
  const numberOf = (shape: Shape): number => {
    const name = shapeFindings(shape, 0).join();
    const number = known.get(name)?.number ?? known.size + 1;
    known.set(name, { number, findings: shapeFindings(shape, number) });
    return number;
  };
  const cases = topics.map(({ source, declared }) => {
    const types = [...declared.events].map(
      ([type, shape]) => `when ${quoteText(type)} then ${numberOf(shape)}`,
    );
    return `when ${quoteText(source.topic)} then case event_type ${types.join(' ')} end`;
  });
  return {
    number: `case source ${cases.join(' ')} end`,
    findings: [...known.values()].flatMap(({ findings }) => findings),
  };
}
