import type { z } from 'zod';
import { didYouMean } from '../didYouMean.ts';

interface Explanation {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly fix: string;
}

/**
 * Says in the words of a kind of YAML file what a zod issue means; one explanation for each key that it is about.
 *
 * @param meanings - what may be given for each of the file's keys, as it goes on after "Give"
 */
export function explainShapeIssue(
  issue: z.core.$ZodIssue,
  meanings: ReadonlyMap<string, string>,
): readonly Explanation[] {
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
