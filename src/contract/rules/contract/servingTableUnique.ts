import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites } from '../../declarations/sites.ts';
import { defaultTopic, topicCollisionName } from '../../topicName.ts';
import type { Rule } from '../Rule.ts';

interface Owner {
  readonly id: string;
  readonly filled: boolean;
  readonly name: string;
}

/** A table or topic that Concordat fills belongs to one contract version. Existing ones may stand behind several. */
export const servingTableUnique: Rule = {
  id: 'serving-shared',
  *check(declarations) {
    const owners = new Map<string, Owner>();
    for (const { contract, type, file } of contractSites(declarations)) {
      const serving = declarations.directives.one(type.node, 'serving');
      const { id } = contract;
      const filled = contract.sql !== undefined;
      const table = serving?.args.table ?? `contract.${contract.name}_v${contract.version}`;
      const topic = serving?.args.topic ?? defaultTopic(contract);
      const places = [
        { what: 'Table', name: table, taken: table },
        { what: 'Topic', name: topic, taken: topicCollisionName(topic) },
      ];
      for (const { what, name, taken } of places) {
        const key = `${what} ${taken}`;
        const other = owners.get(key);
        owners.set(key, { id, filled, name });
        if (!other || (!filled && !other.filled)) continue;
        yield {
          at: serving ? placeOf(file, serving.node) : type.place,
          message:
            other.name === name
              ? `${what} ${name} is already that of ${other.id}.`
              : `Topic ${name} cannot stand beside ${other.name} of ${other.id}: Kafka takes "." and "_" for the same.`,
          fix: 'Name another one in @serving, or leave it to the default.',
        };
      }
    }
  },
};
