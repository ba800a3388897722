import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { claimsProject } from '../../../../support/claimsProject.ts';
import { projectFixture } from '../../../../support/projectFixture.ts';

const second = 'schema/products/claim_letters/product.graphql';

/** The insurer's project with a second product that reads the topic of the first one in its own way. */
function reading(source: string) {
  return projectFixture({
    [second]: `"A letter about a claim; one row a letter."
type Letter
  @product(table: "letters", owner: "intake", authority: REPLICA, freshness: "PT1M", deprecation: "Half a year ahead.")
  @source(${source})
  @key(fields: "letterId") {
  "Given when it is written."
  letterId: ID!
}
`,
    'schema/products/claim_letters/project.sql': claimsProject['schema/products/claim_intake/project.sql'],
  });
}

describe('sourceAgreement', () => {
  it.each([
    'topic: "intake.claims", envelope: DEBEZIUM',
    'topic: "intake.claims", envelope: CLOUDEVENTS',
    'topic: "intake.claims", eventTypeAt: "kind"',
  ])('refuses @source(%s) beside JSON', (source) => {
    const files = reading(source);
    expect(problemsOf(files)).toEqual([problemAt('source-agreement', files, second, '@source(')]);
  });

  it.each([
    'topic: "intake.claims"',
    'topic: "intake.claims", envelope: JSON, eventTypeAt: "eventType"',
    'topic: "intake.letters", envelope: CLOUDEVENTS',
  ])('takes @source(%s)', (source) => {
    expect(problemsOf(reading(source))).toEqual([]);
  });
});
