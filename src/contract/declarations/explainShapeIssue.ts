import type { z } from 'zod';
import { didYouMean } from '../didYouMean.ts';

interface Explanation {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly fix: string;
}

const meanings = new Map<string, string>([
  ['consumers', 'a mapping of consumer names to consumers (`consumers: {}` for none)'],
  ['team', 'the team that answers for the consumer, e.g. `team: billing-data`'],
  ['class', 'the class of the consumer, e.g. `class: OPERATIONAL_REPORTING`'],
  [
    'description',
    'a sentence that says what the consumer is, e.g. `description: Makes the monthly invoices.`',
  ],
  ['agreements', 'a list of agreements'],
  ['contract', 'a contract version, e.g. `contract: name@1`'],
  ['purposes', 'a list of purposes, e.g. `purposes: [BILLING]`'],
  ['regions', '`ALL` or a list of regions, e.g. `regions: [NORTH]`'],
  ['until', 'the last day on which it holds, e.g. `until: 2028-12-31`'],
  ['acceptsProvisional', '`true` or `false`'],
]);

/** Says in the words of `consumers.yaml` what a zod issue means; one explanation for each key that it is about. */
export function explainShapeIssue(issue: z.core.$ZodIssue): readonly Explanation[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `"${key}" is no key that belongs here.${didYouMean(key, [...meanings.keys()])}`,
      fix: `Remove it, or correct it to one of: ${[...meanings.keys()].join(', ')}.`,
    }));
  }
  const key = path.findLast((step) => typeof step === 'string');
  const meaning = meanings.get(key ?? '') ?? 'a mapping';
  if (issue.code === 'invalid_value') {
    return [
      {
        path,
        message: `"${key ?? ''}" has a value that does not exist.`,
        fix: `Use one of: ${issue.values.map(String).join(', ')}.`,
      },
    ];
  }
  return [
    {
      path,
      message:
        issue.input === undefined && issue.code === 'invalid_type'
          ? `"${key ?? ''}" is missing.`
          : `"${key ?? ''}" is malformed.`,
      fix: `Give ${meaning}.`,
    },
  ];
}
