import type { AccessProfile } from '../../policy/AccessProfile.ts';
import type { Caller } from '../../policy/Caller.ts';
import type { GraphqlEngine } from './GraphqlEngine.ts';
import { type ServerSettings, SchemaServers } from './SchemaServers.ts';

/** What a project is served with; another one for each project that a process serves in its life. */
export interface Serving {
  readonly engine: GraphqlEngine;
  readonly servers: SchemaServers;
}

/** What depends on the project alone. */
export interface ServedProject {
  readonly engine: GraphqlEngine;
  /** Throws ConcordatError FORBIDDEN when the caller may see nothing. */
  readonly profileOf: (caller: Caller) => AccessProfile;
}

/** The project that is served now, and those that requests which came before are still served with. */
export class Servings {
  readonly #settings: ServerSettings;
  readonly #ofProfiles = new WeakMap<AccessProfile, Serving>();
  #project: ServedProject;
  #serving: Serving;

  constructor(project: ServedProject, settings: ServerSettings) {
    this.#settings = settings;
    this.#project = project;
    this.#serving = this.#serve(project);
  }

  /** Serves another project from now on. Whoever was identified before is served with the one before. */
  replace(project: ServedProject): void {
    this.#project = project;
    this.#serving = this.#serve(project);
  }

  /** What a caller may see now. Throws as `ServedProject.profileOf`. */
  profileOf(caller: Caller): AccessProfile {
    const profile = this.#project.profileOf(caller);
    this.#ofProfiles.set(profile, this.#serving);
    return profile;
  }

  /** With what a profile was made. */
  of(profile: AccessProfile): Serving {
    return this.#ofProfiles.get(profile) ?? this.#serving;
  }

  #serve({ engine }: ServedProject): Serving {
    return { engine, servers: new SchemaServers(engine.schemaFor, this.#settings) };
  }
}
