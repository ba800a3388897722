import { describe, expect, it } from '@jest/globals';
import { isRequiredArgument, parse, specifiedDirectives } from 'graphql';
import { shippedVocabularyFile } from '../../../../src/config/ProjectFiles.ts';
import * as model from '../../../../src/contract/model.ts';
import { buildVocabulary } from '../../../../src/contract/vocabulary/buildVocabulary.ts';
import { directiveShapes } from '../../../../src/contract/vocabulary/directiveShapes.ts';
import { projectFixture } from '../../../support/projectFixture.ts';

const vocabulary = buildVocabulary(parse(projectFixture().get(shippedVocabularyFile) ?? ''), undefined);
const own = vocabulary
  .getDirectives()
  .filter(({ name }) => !specifiedDirectives.some((specified) => specified.name === name));

describe('directiveShapes', () => {
  it('knows every directive of the vocabulary', () => {
    expect(Object.keys(directiveShapes).toSorted()).toEqual(
      [...own.map(({ name }) => name), 'deprecated'].toSorted(),
    );
  });

  it.each(own.map((directive) => [directive.name, directive] as const))(
    'reads @%s with its arguments',
    (name, directive) => {
      const values = {
        Float: 1,
        Purpose: 'A',
        String: 'a',
      };
      const sample = (type: string): unknown => {
        const inner = type.replace(/[[\]!]/g, '');
        const enumType = vocabulary.getType(inner);
        const value =
          enumType && 'getValues' in enumType
            ? enumType.getValues()[0]?.name
            : Object.entries(values).find(([key]) => key === inner)?.[1];
        return type.startsWith('[') ? [value] : value;
      };
      const given = Object.fromEntries(directive.args.map((arg) => [arg.name, sample(String(arg.type))]));
      const shape = Object.entries(directiveShapes).find(([key]) => key === name)?.[1];
      // What the vocabulary takes, the shape takes, and nothing is lost.
      expect(shape?.parse(given)).toEqual(given);
      for (const arg of directive.args.filter((one) => isRequiredArgument(one))) {
        expect(shape?.safeParse({ ...given, [arg.name]: undefined }).success).toBe(false);
      }
    },
  );

  it.each([
    ['ContractTier', model.contractTiers],
    ['ContractStatus', model.contractStatuses],
    ['Settlement', model.settlements],
    ['Delivery', model.deliveries],
    ['TopicFormat', model.topicFormats],
    ['SourceEnvelope', model.sourceEnvelopes],
    ['Classification', model.classifications],
    ['MaskStrategy', model.maskStrategies],
    ['Authority', model.authorities],
    ['Severity', model.severities],
  ] as const)('has the values of enum %s', (name, values) => {
    const type = vocabulary.getType(name);
    const declared = type && 'getValues' in type ? type.getValues().map((value) => value.name) : [];
    expect(declared).toEqual([...values]);
  });
});
