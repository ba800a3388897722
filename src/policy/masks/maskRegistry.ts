import type { MaskStrategy } from '../../contract/model.ts';
import { bucket } from './bucket.ts';
import { email } from './email.ts';
import { firstFour } from './firstFour.ts';
import { hash } from './hash.ts';
import { lastFour } from './lastFour.ts';
import type { MaskFunction } from './MaskFunction.ts';
import { month } from './month.ts';
import { nullify } from './nullify.ts';
import { redact } from './redact.ts';
import { token } from './token.ts';
import { year } from './year.ts';

/** The one implementation of each mask, for queries, entities, subscriptions and exports. */
export const maskRegistry: Readonly<Record<MaskStrategy, MaskFunction>> = Object.freeze({
  NULLIFY: nullify,
  REDACT: redact,
  HASH: hash,
  TOKEN: token,
  EMAIL: email,
  FIRST_FOUR: firstFour,
  LAST_FOUR: lastFour,
  YEAR: year,
  MONTH: month,
  BUCKET: bucket,
});
