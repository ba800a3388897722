import type { ProjectFiles } from '../../src/config/ProjectFiles.ts';
import { projectFixture } from './projectFixture.ts';

/** Where the insurer's topic would be declared. */
export const topicFile = 'schema/sources/intake.claims.yaml';

export const topicText = `owner: intake
description: What callers report about claims, and what became of them.
events:
  Reported: &report
    type: object
    required: [claimId, currency]
    properties:
      claimId: { type: string }
      currency: { type: string }
      riskScore: { type: [integer, 'null'] }
      share: { type: number }
      "Paid by": { type: string }
      notes: { type: array, items: { type: [string, 'null'] } }
      parts:
        type: array
        items:
          type: object
          required: [name]
          properties:
            name: { type: string }
            price: { type: [string, number] }
      extra: { type: object }
  Corrected: *report
  Closed:
    type: 'null'
`;

/** The insurer's project with its topic declared. */
export function topicFixture(text = topicText): ProjectFiles {
  return projectFixture({ [topicFile]: text });
}

/** The same with one piece of the declaration replaced. */
export function editedTopic(from: string, to: string): ProjectFiles {
  if (topicText.split(from).length !== 2) throw new Error(`"${from}" must be there exactly once.`);
  return topicFixture(topicText.replace(from, () => to));
}
