import type { ApolloServer } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { AccessProfile } from '../../policy/AccessProfile.ts';
import { type ApolloSettings, createApolloServer } from './createApolloServer.ts';

export interface ServerSettings extends ApolloSettings {
  /** Shapes of access whose schemas are kept ready. */
  readonly shapes: number;
}

/** A started server together with the schema that it serves. */
export interface SchemaServer {
  readonly apollo: ApolloServer<object>;
  readonly schema: GraphQLSchema;
}

/**
 * One Apollo Server for each shape of access, made when somebody of that shape first asks: a schema holds what its
 * callers' agreements cover and nothing else. Shapes that nobody asks for any more are dropped.
 */
export class SchemaServers {
  readonly #schemaFor: (profile: AccessProfile) => GraphQLSchema;
  readonly #settings: ApolloSettings;
  readonly #servers: LRUCache<string, Promise<SchemaServer>>;

  constructor(schemaFor: (profile: AccessProfile) => GraphQLSchema, settings: ServerSettings) {
    this.#schemaFor = schemaFor;
    this.#settings = settings;
    this.#servers = new LRUCache({ max: settings.shapes });
  }

  /** The server for a profile's shape. A server that failed to start is not kept. */
  async for(profile: AccessProfile): Promise<SchemaServer> {
    const known = this.#servers.get(profile.shape);
    if (known) return known;
    const started = this.#start(profile);
    this.#servers.set(profile.shape, started);
    try {
      return await started;
    } catch (error) {
      this.#servers.delete(profile.shape);
      throw error;
    }
  }

  async #start(profile: AccessProfile): Promise<SchemaServer> {
    const schema = this.#schemaFor(profile);
    const apollo = createApolloServer(schema, this.#settings);
    await apollo.start();
    return { apollo, schema };
  }
}
