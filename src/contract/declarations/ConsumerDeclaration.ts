import { z } from 'zod';
import type { Place } from '../../errors/Problem.ts';
import { consumerClasses } from '../model.ts';

const text = z.string().trim().min(1);

const agreementShape = z.strictObject({
  contract: text,
  purposes: z.array(text).min(1),
  regions: z.union([z.literal('ALL'), z.array(text).min(1)]),
  until: text,
  acceptsProvisional: z.boolean().default(false),
});

/** One entry of `schema/consumers.yaml`. */
export const consumerShape = z.strictObject({
  team: text,
  class: z.enum(consumerClasses),
  description: text,
  agreements: z.array(agreementShape).default([]),
});

export type AgreementEntry = z.output<typeof agreementShape>;

export interface AgreementDeclaration extends AgreementEntry {
  /** The place of one of the agreement's values; of the agreement itself where the path leads nowhere. */
  readonly placeOf: (...path: readonly (string | number)[]) => Place;
}

/** A well-formed consumer; one that is not is reported when it is read and left out. */
export interface ConsumerDeclaration {
  readonly name: string;
  readonly entry: z.output<typeof consumerShape>;
  readonly agreements: readonly AgreementDeclaration[];
  readonly place: Place;
}
