import { expect } from '@jest/globals';
import type { Answer } from './clinicGateway.ts';
import { secrets } from './clinicVisits.ts';

/** Every masked field with a comparison that the unmasked field would take, and one true value. */
export const maskedFields = [
  ['diagnosis', 'eq', 'Influenza-secret'],
  ['ward', 'startsWith', 'Ward'],
  ['email', 'contains', 'maria'],
  ['phone', 'eq', '+4930secret7'],
  ['iban', 'in', ['DE44secret0732']],
  ['bornOn', 'eq', '1984-05-17'],
  ['admittedOn', 'lt', '2020-01-01'],
  ['age', 'gte', 42],
  ['remark', 'isNull', false],
  ['patientHash', 'startsWith', 'p1'],
  ['patientToken', 'isNull', true],
] as const;

/** A selection of everything that is masked for researchers. */
export const everyMasked =
  'visitId diagnosis ward patientHash patientToken email phone iban bornOn admittedOn age home { street postCode }';

/** Expects that nothing is told which only callers may know who see it unmasked. */
export function expectNoSecret(answer: Pick<Answer, 'text'> | string): void {
  const text = typeof answer === 'string' ? answer : answer.text;
  for (const secret of secrets) expect(text).not.toContain(secret);
}
