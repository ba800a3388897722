import { topicSource } from '../../build/topicSource.ts';
import type { ObjectDeclaration } from '../../declarations/GraphqlDeclaration.ts';
import { placeOf } from '../../declarations/placeOf.ts';
import type { TopicSource } from '../../model.ts';
import type { Rule } from '../Rule.ts';

interface KnownSource {
  readonly by: string;
  readonly type: ObjectDeclaration;
  readonly source: TopicSource;
}

/** Events are what they are, whichever table they feed: all that read a topic say the same of its envelope and types. */
export const sourceAgreement: Rule = {
  id: 'source-agreement',
  *check({ products, directives }) {
    const first = new Map<string, KnownSource>();
    for (const { name, graphql, tables } of products) {
      for (const type of tables) {
        for (const { args, node } of directives.all(type.node, 'source')) {
          const source = topicSource(args);
          if (source === undefined) continue;
          const known = first.get(source.topic);
          if (known === undefined) {
            first.set(source.topic, { by: `${type.name} of product ${name}`, type, source });
            // That a type names a topic twice is `source-topic`'s.
          } else if (known.type !== type && describe(known.source) !== describe(source)) {
            yield {
              at: placeOf(graphql.file, node),
              message: `Topic ${source.topic} is read as ${describe(source)} here, and as ${describe(known.source)} by ${known.by}.`,
              fix: 'Give both the same envelope and eventTypeAt.',
            };
          }
        }
      }
    }
  },
};

function describe(source: TopicSource): string {
  const { envelope } = source;
  return source.envelope === 'CLOUDEVENTS'
    ? envelope
    : `${envelope} with the event's type at ${source.eventTypePath}`;
}
