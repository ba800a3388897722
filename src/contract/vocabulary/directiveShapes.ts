import { z } from 'zod';
import {
  authorities,
  contractStatuses,
  contractTiers,
  classifications,
  deliveries,
  maskStrategies,
  settlements,
  severities,
  sourceEnvelopes,
  topicFormats,
} from '../model.ts';

// An explicit `null` says the same as an argument that is left out.
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
// A number that is too large to be one is infinite; the rules say so.
const number = z.union([z.number(), z.literal(Infinity), z.literal(-Infinity)]);
const optionalNumber = number.nullish().transform((value) => value ?? undefined);
const names = z.array(z.string());

const shapes = {
  contract: z.object({
    domain: z.string(),
    owner: z.string(),
    tier: z.enum(contractTiers),
    status: z.enum(contractStatuses),
    settlement: z.enum(settlements),
    delivery: z.enum(deliveries),
    purposes: names,
    expires: optionalText,
  }),
  key: z.object({ fields: z.string() }),
  serving: z.object({
    table: optionalText,
    topic: optionalText,
    format: z
      .enum(topicFormats)
      .nullish()
      .transform((format) => format ?? topicFormats[0]),
    asOf: optionalText,
  }),
  sla: z.object({ freshness: z.string(), retention: optionalText, availability: optionalNumber }),
  residency: z.object({ by: optionalText, in: optionalText }),
  rowsOf: z.object({ field: z.string(), claim: z.string() }),
  derivedFrom: z.object({
    product: optionalText,
    reconciliation: optionalText,
    by: z.string(),
    column: optionalText,
  }),
  index: z.object({ fields: names }),
  filterable: z.object({}),
  sortable: z.object({}),
  classified: z.object({ as: z.enum(classifications) }),
  mask: z.object({ strategy: z.enum(maskStrategies), width: optionalText, clearFor: names }),
  purpose: z.object({ allow: names }),
  unit: z.object({ of: z.string() }),
  lineage: z.object({ from: names }),
  quality: z.object({
    id: z.string(),
    description: z.string(),
    sql: z.string(),
    mustBeLessThan: number,
  }),
  sunset: z.object({ deprecatedOn: z.string(), on: z.string(), reason: optionalText }),
  definedBy: z.object({ source: z.string() }),
  link: z.object({ to: z.string(), by: z.string() }),
  product: z.object({
    table: z.string(),
    owner: z.string(),
    authority: z.enum(authorities),
    freshness: z.string(),
    deprecation: z.string(),
  }),
  source: z.object({
    topic: optionalText,
    file: optionalText,
    eventTypeAt: optionalText,
    envelope: z
      .enum(sourceEnvelopes)
      .nullish()
      .transform((envelope) => envelope ?? sourceEnvelopes[0]),
  }),
  reconciliation: z.object({ owner: z.string(), authority: z.string() }),
  exception: z.object({
    owner: z.string(),
    severity: z.enum(severities),
    dueWithin: z.string(),
    about: names,
  }),
  deprecated: z.object({ reason: z.string() }),
};

/** The arguments of each directive of `schema/directives.graphql`, defaults filled in. */
export type DirectiveArguments = { readonly [N in keyof typeof shapes]: z.output<(typeof shapes)[N]> };
export type DirectiveName = keyof DirectiveArguments;

/** Whether a name is one of the vocabulary's. */
export function isDirectiveName(name: string): name is DirectiveName {
  return Object.hasOwn(shapes, name);
}

/** What `schema/directives.graphql` says, as TypeScript knows it; a test holds the two together. */
export const directiveShapes: { readonly [N in DirectiveName]: z.ZodType<DirectiveArguments[N]> } = shapes;
