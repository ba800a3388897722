import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Project } from '../../contract/model.ts';

/** @throws InvalidArgumentError when the project's enum Region does not have the region that is to be served */
export function assertRegion(project: Project, region: string | undefined): void {
  if (region === undefined || project.regions.includes(region)) return;
  throw new InvalidArgumentError(
    `The project knows no region "${region}". CONCORDAT_REGION is one of: ${project.regions.join(', ')}.`,
  );
}
