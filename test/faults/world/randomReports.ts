import type { Random } from '../../../schema/sample/Random.ts';
import type { Report } from '../../plain/offices/computeOffices.ts';

const day = 86_400_000;

/** Reports about few claims, so that rows change often: some late, some twice, some that take a claim from one office to another. */
export function randomReports(count: number, random: Random, claims = 40): readonly Report[] {
  const reports: Report[] = [];
  for (let index = 0; index < count; index += 1) {
    const twice = random.chance(0.1) ? reports.at(-1) : undefined;
    reports.push(
      twice ?? {
        claimId: `claim-${random.integer(1, claims)}`,
        time: random.integer(1, 10_000) * day,
        office: random.pick(['Uppsala', 'Sevilla', 'Nowhere', null]),
        claimed: random.pick(['1', '10', '10.50', null]),
        paid: random.pick(['0', '1', '9.99', '10', '30', null]),
        settled: random.chance(0.8),
      },
    );
  }
  return reports;
}
