import type { Project } from '../../src/contract/model.ts';
import type { AccessProfile } from '../../src/policy/AccessProfile.ts';
import { compileAccessProfile } from '../../src/policy/compileAccessProfile.ts';
import { clinicNow, type Person, stubCaller } from './clinicGateway.ts';

/** What a consumer of the retailer may see. */
export function retailerProfile(project: Project, person: Person): AccessProfile {
  return compileAccessProfile(project, stubCaller(person), { now: clinicNow });
}

/** Consumers of the retailer, each with a purpose of its own. */
export const retailerPeople = {
  close: { consumer: 'revenue-close', purposes: ['REVENUE_CLOSE'] },
  regulator: { consumer: 'eu-regulator', purposes: ['REGULATORY_REPORTING'] },
  analytics: { consumer: 'growth-analytics', purposes: ['ANALYTICS'] },
  support: { consumer: 'support-desk', purposes: ['CUSTOMER_SUPPORT'] },
} as const satisfies Readonly<Record<string, Person>>;

export const retailerSeller = (id: string): Person => ({
  consumer: 'partner-portal',
  purposes: ['PARTNER_SETTLEMENT'],
  claims: { seller: id },
});
