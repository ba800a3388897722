import type { ObjectDeclaration, EnumDeclaration } from '../../declarations/GraphqlDeclaration.ts';
import { graphqlFiles } from '../../declarations/sites.ts';
import { toSnakeCase } from '../../names.ts';
import type { Rule } from '../Rule.ts';

const fillers: readonly string[] = [
  'a',
  'an',
  'the',
  'this',
  'of',
  'is',
  'field',
  'type',
  'enum',
  'value',
  'its',
];

/** Descriptions carry the meaning: every type, field and enum value has one, and it says more than the name. */
export const description: Rule = {
  id: 'description',
  *check(declarations) {
    for (const type of graphqlFiles(declarations).flatMap((graphql) => graphql.types)) {
      for (const { label, name, text, place } of described(type)) {
        if (text.trim() === '') {
          yield {
            at: place,
            message: `${label} has no description.`,
            fix: 'Say in a sentence above it what it means to those who rely on it.',
          };
        } else if (onlyRepeats(text, name)) {
          yield {
            at: place,
            message: `The description of ${label} only repeats the name.`,
            fix: 'Say what it means: what counts, what does not, in which unit, since when.',
          };
        }
      }
    }
  },
};

function described(type: ObjectDeclaration | EnumDeclaration) {
  const members = type.kind === 'ENUM' ? type.values : type.fields;
  return [
    { ...type, label: type.name, text: type.node.description?.value ?? '' },
    ...members.map(({ name, place, node }) => ({
      label: `${type.name}.${name}`,
      name,
      place,
      text: node.description?.value ?? '',
    })),
  ];
}

function onlyRepeats(text: string, name: string): boolean {
  const ofName = words(toSnakeCase(name));
  return words(text.toLowerCase()).every((word) => fillers.includes(word) || ofName.includes(word));
}

function words(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
