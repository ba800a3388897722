import { describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import { compileProject } from '../../../../src/contract/compileProject.ts';
import { problemAt, problemsOf } from '../../../support/problemsOf.ts';
import { editedTopic, topicFile, topicFixture } from '../../../support/topicFixture.ts';

describe('schema/sources/<topic>.yaml', () => {
  it('becomes the shapes of the topic by event type', () => {
    const [topic, ...others] = assertProject(topicFixture()).declaredTopics;
    expect(others).toEqual([]);
    expect(topic).toMatchObject({
      topic: 'intake.claims',
      owner: 'intake',
      description: 'What callers report about claims, and what became of them.',
    });
    expect([...(topic?.events.keys() ?? [])]).toEqual(['Reported', 'Corrected', 'Closed']);
    const reported = topic?.events.get('Reported');
    expect(topic?.events.get('Corrected')).toEqual(reported);
    expect(reported).toMatchObject({ types: ['object'], required: ['claimId', 'currency'] });
    expect(reported?.properties?.get('riskScore')).toEqual({ types: ['integer', 'null'], required: [] });
    expect(reported?.properties?.get('parts')?.items).toMatchObject({
      types: ['object'],
      required: ['name'],
    });
  });

  it.each([
    ['no owner', 'owner: intake\n', '', 'description:'],
    [
      'an empty description',
      'description: What callers report about claims, and what became of them.',
      'description: ""',
      'description',
    ],
    ['a key at the top that is not known', 'owner: intake', 'owner: intake\nteam: x', 'team: x'],
    ['a type that does not exist', 'share: { type: number }', 'share: { type: decimal }', 'share:'],
    ['no type', 'share: { type: number }', 'share: {}', 'share:'],
    ['a type without quotes', "type: [integer, 'null']", 'type: [integer, null]', 'riskScore:'],
    ['no type of several', "type: [integer, 'null']", 'type: []', 'riskScore:'],
    [
      'a keyword that it does not know',
      'extra: { type: object }',
      'extra: { type: object, format: x }',
      'extra:',
    ],
    ['a shape that is a word', 'extra: { type: object }', 'extra: object', 'extra:'],
    ['items that are a list', 'items: { type: [string', 'items: [{ type: [string', 'notes:'],
    [
      'properties that are a list',
      '          properties:\n            name: { type: string }\n            price: { type: [string, number] }',
      '          properties: [name]',
      'properties: [name]',
    ],
  ])('refuses %s', (what, from, to, snippet) => {
    const closing =
      what === 'items that are a list'
        ? editedTopic("items: { type: [string, 'null'] } }", 'items: [{ type: string }] }')
        : editedTopic(from, to);
    expect(problemsOf(closing)[0]).toEqual(problemAt('source-shape', closing, topicFile, snippet));
  });

  it('refuses no events', () => {
    for (const events of ['', 'events:\n', 'events: {}\n', 'events: [a]\n']) {
      const files = topicFixture(`owner: intake\ndescription: What is reported.\n${events}`);
      expect(problemsOf(files).map(({ rule }) => rule)).toEqual(['source-shape']);
    }
  });

  it('tells all that is wrong at once, also beside what is malformed', () => {
    const files = topicFixture(`owner: intake
description: ""
events:
  A: { type: objekt }
  B: { type: object, required: [b], properties: { a: { type: strin } } }
  C: { type: string, items: { type: string } }
`);
    expect(problemsOf(files).map(({ rule, line }) => [line, rule])).toEqual([
      [2, 'source-shape'],
      [4, 'source-shape'],
      [5, 'shape-required'],
      [5, 'source-shape'],
      [6, 'shape-keyword'],
    ]);
  });

  it.each([
    ['a keyword', '    type: object\n    typ: x\n', [6, 'source-shape']],
    ['a missing type', '    properties: {}\n', [4, 'source-shape']],
    ['a name', '    type: object\n    required: [a]\n', [6, 'shape-required']],
    ['a shape within', '    type: object\n    properties: { a: { type: strin } }\n', [6, 'source-shape']],
  ])('tells once of %s that aliases repeat, where it is written', (_, wrong, place) => {
    const files = topicFixture(
      `owner: intake\ndescription: Reports.\nevents:\n  A: &shape\n${wrong}  B: *shape\n  C: { type: object, properties: { d: *shape } }\n`,
    );
    expect(problemsOf(files).map(({ rule, line }) => [line, rule])).toEqual([place]);
  });

  it.each(['owner: [', '\0{{', 'a: 1\na: 2', 'owner: *nobody', '- a', ''])('gets an answer as %j', (text) => {
    expect(compileProject(topicFixture(text)).ok).toBe(false);
  });

  it.each([25, 1_000, 20_000])('refuses %i shapes within each other', (depth) => {
    const deep = `${'{ type: array, items: '.repeat(depth)}{ type: string }${' }'.repeat(depth)}`;
    expect(compileProject(editedTopic('{ type: object }', deep)).ok).toBe(false);
  });
});
