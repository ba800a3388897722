import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { product } = fixturePaths;

describe('sourceEnvelope', () => {
  it.each(['envelope: DEBEZIUM', 'envelope: JSON', 'eventTypeAt: "kind"'])(
    'refuses %s of a file',
    (given) => {
      const files = editedProject(product, 'file: "offices.csv"', `file: "offices.csv", ${given}`);
      expect(problemsOf(files)).toEqual([problemAt('source-envelope', files, product, '@source(file')]);
    },
  );

  it('refuses another place for the type of CloudEvents', () => {
    const given = 'topic: "intake.claims", envelope: CLOUDEVENTS';
    const files = editedProject(product, 'topic: "intake.claims"', `${given}, eventTypeAt: "kind"`);
    expect(problemsOf(files)).toEqual([problemAt('source-envelope', files, product, '@source(topic')]);
  });

  it.each(['envelope: CLOUDEVENTS', 'envelope: DEBEZIUM, eventTypeAt: "after.kind"', 'envelope: DEBEZIUM'])(
    'takes %s of a topic',
    (given) => {
      const files = editedProject(product, 'topic: "intake.claims"', `topic: "intake.claims", ${given}`);
      expect(problemsOf(files)).toEqual([]);
    },
  );
});
