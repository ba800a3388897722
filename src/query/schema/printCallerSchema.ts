import { parse, print } from 'graphql';
import type { Project } from '../../contract/model.ts';
import type { AccessProfile } from '../../policy/AccessProfile.ts';
import { scalars } from '../scalars/scalars.ts';
import { catalogSdl } from './catalogSdl.ts';
import { connectionSdl } from './connectionSdl.ts';
import { contractTypeSdl } from './contractTypeSdl.ts';
import { exceptionTypesSdl } from './exceptionsSdl.ts';
import { federationSdl } from './federationSdl.ts';
import { pruneDefinitions } from './pruneDefinitions.ts';
import { queryTypeSdl } from './queryTypeSdl.ts';
import type { SchemaFlavor } from './SchemaFlavor.ts';
import { subscriptionSdl } from './subscriptionSdl.ts';
import { descriptionSdl, stringSdl } from './sdlText.ts';
import { sharedTypesSdl } from './sharedTypesSdl.ts';
import { valueTypesSdl } from './valueTypeSdl.ts';
import { vocabularyEnumsSdl } from './vocabularyEnumsSdl.ts';
import { filtersSdl, orderBySdl, whereSdl } from './whereSdl.ts';

/**
 * The SDL of a caller's schema: what its access profile covers and nothing else. Depends on nothing of the profile but
 * its `shape`.
 */
export function printCallerSchema(profile: AccessProfile, project: Project): string {
  return printSchemaAs('EXECUTABLE', profile, project);
}

/** The same schema as a Federation 2 subgraph, which `_service { sdl }` gives. */
export function printSubgraphSchema(profile: AccessProfile, project: Project): string {
  return printSchemaAs('SUBGRAPH', profile, project);
}

function printSchemaAs(flavor: SchemaFlavor, profile: AccessProfile, project: Project): string {
  const accesses = [...profile.contracts.values()];
  // Two contracts may use one shared type or filter; the map keeps one of them.
  const named = new Map(
    accesses.flatMap((access) => [...valueTypesSdl(access, project, flavor), ...filtersSdl(access)]),
  );
  const sdl = [
    federationSdl(profile, flavor),
    queryTypeSdl(profile, flavor),
    // A router follows nothing by itself: subscriptions are for those who ask the gateway.
    ...(flavor === 'EXECUTABLE' ? [subscriptionSdl(profile)] : []),
    ...accesses.flatMap((access) => [
      contractTypeSdl(access, profile, project, flavor),
      connectionSdl(access.contract),
      whereSdl(access),
      orderBySdl(access),
    ]),
    ...named.values(),
    sharedTypesSdl(flavor),
    exceptionTypesSdl(flavor),
    catalogSdl(flavor),
    vocabularyEnumsSdl(project),
    scalarsSdl(),
  ].join('\n\n');
  return print(pruneDefinitions(parse(sdl, { noLocation: true })));
}

function scalarsSdl(): string {
  return Array.from(scalars.values(), ({ name, description, specifiedByURL }) => {
    const specified = specifiedByURL ? ` @specifiedBy(url: ${stringSdl(specifiedByURL)})` : '';
    return `${descriptionSdl(description ?? name)}scalar ${name}${specified}`;
  }).join('\n\n');
}
