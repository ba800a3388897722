import type { FieldDefinitionNode } from 'graphql';
import type { Place } from '../errors/Problem.ts';

/**
 * The checked model of a contract project: what `compileProject` makes of the files under `schema/`.
 * Everything after the compiler reads this model and never the SDL again.
 */
export interface Project {
  /** Purposes a consumer may ask for, from `enum Purpose` in `schema/shared.graphql`. */
  readonly purposes: readonly string[];
  /** Regions that residency speaks of, from `enum Region` in `schema/shared.graphql`. */
  readonly regions: readonly string[];
  /** Enums and object types of `schema/shared.graphql`, by name; never suffixed. */
  readonly sharedTypes: ReadonlyMap<string, ValueType>;
  /** Enums of the gateway's own vocabulary with their meaning, from the shipped `schema/directives.graphql`, by name. */
  readonly vocabulary: ReadonlyMap<string, EnumType>;
  /** Every contract version, ordered by name and version. */
  readonly contracts: readonly Contract[];
  readonly products: readonly Product[];
  readonly reconciliations: readonly Reconciliation[];
  readonly consumers: readonly Consumer[];
  /** Topics of source events whose owners say what is in them, by name; others are read without. */
  readonly declaredTopics: readonly DeclaredTopic[];
}

export const classifications = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'PERSONAL', 'RESTRICTED'] as const;
export type Classification = (typeof classifications)[number];

export const contractTiers = ['ENTERPRISE', 'DOMAIN', 'EDGE'] as const;
export type ContractTier = (typeof contractTiers)[number];

export const contractStatuses = ['ACTIVE', 'DEPRECATED'] as const;
export type ContractStatus = (typeof contractStatuses)[number];

export const settlements = ['PROVISIONAL', 'SETTLED'] as const;
export type Settlement = (typeof settlements)[number];

export const deliveries = ['AT_LEAST_ONCE_IN_ORDER_PER_KEY'] as const;
export type Delivery = (typeof deliveries)[number];

export const topicFormats = ['CLOUDEVENTS', 'DEBEZIUM', 'JSON'] as const;
export type TopicFormat = (typeof topicFormats)[number];

export const consumerClasses = [
  'EXPLORATORY',
  'OPERATIONAL_REPORTING',
  'DECISION_AUTOMATION',
  'EXTERNAL_REGULATORY',
  'SERVICE_ORCHESTRATION',
] as const;
export type ConsumerClass = (typeof consumerClasses)[number];

export const maskStrategies = [
  'NULLIFY',
  'REDACT',
  'HASH',
  'TOKEN',
  'EMAIL',
  'FIRST_FOUR',
  'LAST_FOUR',
  'YEAR',
  'MONTH',
  'BUCKET',
] as const;
export type MaskStrategy = (typeof maskStrategies)[number];

export const scalarNames = [
  'ID',
  'String',
  'Boolean',
  'Int',
  'Float',
  'BigInt',
  'Decimal',
  'Date',
  'DateTime',
  'Duration',
  'JSON',
] as const;
export type ScalarName = (typeof scalarNames)[number];

/** The type of a field. Lists are at most one level deep: `[Item!]!` is a non-null list of non-null items. */
export interface FieldType {
  /** Scalar, enum or object type name as consumers see it (suffixed where the contract's file defines it). */
  readonly name: string;
  readonly kind: 'SCALAR' | 'ENUM' | 'OBJECT';
  readonly nonNull: boolean;
  readonly list: boolean;
  /** For lists: whether items are non-null. */
  readonly itemNonNull: boolean;
}

/** An enum or object type that is part of a contract's fields. */
export type ValueType = EnumType | ObjectType;

export interface EnumType {
  readonly kind: 'ENUM';
  readonly name: string;
  readonly description: string;
  readonly values: readonly {
    readonly name: string;
    readonly description: string;
    readonly deprecated?: string;
  }[];
}

/** A nested object type, stored as `jsonb` under its GraphQL field names. */
export interface ObjectType {
  readonly kind: 'OBJECT';
  readonly name: string;
  readonly description: string;
  readonly fields: readonly ContractField[];
}

export interface Mask {
  readonly strategy: MaskStrategy;
  /** Only for BUCKET: the width of a bucket, a positive decimal. */
  readonly width?: string;
  /** Purposes that see the value itself. */
  readonly clearFor: readonly string[];
}

/** One field of a contract or of a nested object type. */
export interface ContractField {
  /** GraphQL name, e.g. `paidAmount`. */
  readonly name: string;
  /** Column of the serving table, e.g. `paid_amount`; for a field of a nested type, the GraphQL name in the JSON. */
  readonly column: string;
  readonly description: string;
  readonly type: FieldType;
  readonly classification: Classification;
  readonly mask?: Mask;
  /** Purposes for which the field exists; all of the contract's when absent. */
  readonly purposes?: readonly string[];
  /** Name of a sibling field that holds the unit, or the unit itself, as declared. */
  readonly unit?: string;
  /** Where the value comes from: `product.table.field`, `product.table` or `reconciliation.field`. */
  readonly lineage: readonly string[];
  readonly definedBy?: string;
  readonly deprecated?: string;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly place: Place;
  /** The declaration itself, for compatibility rules and printing. */
  readonly node: FieldDefinitionNode;
}

/** A reference to a row of another contract; a field of the type without a column of its own. */
export interface ContractLink {
  readonly name: string;
  readonly description: string;
  /** Contract id, e.g. `rider_history@1`. */
  readonly to: string;
  /** Columns of this contract's SELECT that hold the target's key, in the order of the target's key. */
  readonly by: readonly string[];
  readonly deprecated?: string;
  readonly place: Place;
}

export type DerivedFrom =
  | {
      readonly kind: 'product';
      readonly product: string;
      readonly table: string;
      /** Column of the SELECT. */
      readonly by: string;
      /** Column of the product's table, where it has another name there. */
      readonly column?: string;
    }
  | { readonly kind: 'reconciliation'; readonly reconciliation: string; readonly by: string };

/** One file of a project; of a SQL file, its one statement without the semicolon behind it. */
export interface SqlFile {
  readonly file: string;
  readonly text: string;
}

export interface Serving {
  /** Postgres schema and table, unquoted. */
  readonly schema: string;
  readonly table: string;
  readonly topic: string;
  readonly format: TopicFormat;
  /** Column whose newest value is the contract's as-of; only for existing tables. */
  readonly asOfColumn?: string;
}

export interface QualityMeasure {
  readonly id: string;
  readonly description: string;
  readonly sql: string;
  /** Where each line of the SQL begins in the declaration. */
  readonly sqlLines: readonly Place[];
  readonly mustBeLessThan: number;
}

/** A contract version, e.g. `billing_completed_ride@1`. */
export interface Contract {
  /** `name@version`. */
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** `BillingCompletedRideV1`. */
  readonly typeName: string;
  /** `billingCompletedRideV1`: the root field by key; the list is this plus `List`. */
  readonly queryName: string;
  readonly description: string;
  readonly domain: string;
  readonly owner: string;
  readonly tier: ContractTier;
  readonly status: ContractStatus;
  readonly settlement: Settlement;
  readonly delivery: Delivery;
  readonly purposes: readonly string[];
  /** ISO date after which an EDGE contract is no longer served. */
  readonly expires?: string;
  /** ISO dates of deprecation and of the end of service; only when DEPRECATED. */
  readonly sunset?: { readonly deprecatedOn: string; readonly on: string; readonly reason?: string };
  readonly definedBy?: string;
  readonly freshness: string;
  readonly retention?: string;
  /** Share of the time that the contract answers, 0–1. */
  readonly availability?: number;
  /** The key's fields in order; each non-null, unmasked and top level. */
  readonly key: readonly ContractField[];
  /** All fields in the order of declaration, key fields included, links not. */
  readonly fields: readonly ContractField[];
  readonly links: readonly ContractLink[];
  /** Types defined by the contract's own file, suffixed, plus none of the shared ones. */
  readonly types: ReadonlyMap<string, ValueType>;
  /** Field whose value is the row's region; never beside `residesIn`. */
  readonly residency?: ContractField;
  /** The one region in which every row resides. Without this and `residency` nobody knows where rows reside. */
  readonly residesIn?: string;
  readonly rowPolicies: readonly { readonly field: ContractField; readonly claim: string }[];
  readonly derivedFrom: readonly DerivedFrom[];
  readonly indexes: readonly (readonly ContractField[])[];
  readonly quality: readonly QualityMeasure[];
  readonly serving: Serving;
  /** The defining SELECT; absent for an existing table that another pipeline fills. */
  readonly sql?: SqlFile;
  readonly place: Place;
}

export const authorities = ['SYSTEM_OF_RECORD', 'REPLICA', 'DERIVED'] as const;
export type Authority = (typeof authorities)[number];

/** Column of a product table or a reconciliation's assertion. */
export interface InternalField {
  readonly name: string;
  readonly column: string;
  readonly description: string;
  readonly type: FieldType;
  /** RESTRICTED where the declaration says nothing. */
  readonly classification: Classification;
}

export const sourceEnvelopes = ['JSON', 'CLOUDEVENTS', 'DEBEZIUM'] as const;
export type SourceEnvelope = (typeof sourceEnvelopes)[number];

/** A topic of source events that feeds a product table, and what its records are wrapped in. */
export type TopicSource =
  | {
      readonly kind: 'topic';
      readonly topic: string;
      readonly envelope: 'JSON' | 'DEBEZIUM';
      /** Dotted path of the event's type in its payload, e.g. `eventType`. */
      readonly eventTypePath: string;
    }
  // These say their type themselves.
  | { readonly kind: 'topic'; readonly topic: string; readonly envelope: 'CLOUDEVENTS' };

/** A topic or a file of the project that feeds a product table. */
export type Source = TopicSource | { readonly kind: 'file'; readonly file: SqlFile };

export const jsonTypes = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const;
export type JsonType = (typeof jsonTypes)[number];

/** What a value in a source event is, in the words of JSON Schema. */
export interface Shape {
  /** One or several of these; an `integer` is a `number` too. */
  readonly types: readonly JsonType[];
  /** Of an object: what may be in it. Anything where this is absent. */
  readonly properties?: ReadonlyMap<string, Shape>;
  /** Of an object: which properties must be in it. */
  readonly required: readonly string[];
  /** Of an array: what is in it. Anything where this is absent. */
  readonly items?: Shape;
}

/** What the owner of a topic says of its source events: `schema/sources/<topic>.yaml`. */
export interface DeclaredTopic {
  readonly topic: string;
  readonly owner: string;
  readonly description: string;
  /** The shape of the unwrapped payload by event type. */
  readonly events: ReadonlyMap<string, Shape>;
}

export interface ProductTable {
  readonly product: string;
  readonly table: string;
  readonly description: string;
  readonly owner: string;
  readonly authority: Authority;
  readonly freshness: string;
  readonly deprecationPolicy: string;
  readonly key: readonly InternalField[];
  readonly fields: readonly InternalField[];
  readonly sources: readonly Source[];
  readonly place: Place;
}

/** A data product: tables that one `project.sql` keeps. */
export interface Product {
  readonly name: string;
  readonly tables: readonly ProductTable[];
  /** Absent when all tables come from files. */
  readonly projectSql?: SqlFile;
  readonly types: ReadonlyMap<string, ValueType>;
}

export const severities = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type Severity = (typeof severities)[number];

export interface ExceptionKind {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly severity: Severity;
  /** ISO 8601 duration from opening to the due date. */
  readonly dueWithin: string;
  /** Lineage paths of what the kind tells of: only who sees all of them in clear may know it. */
  readonly about: readonly string[];
}

export interface Reconciliation {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  /** Whose word counts where contexts disagree, as a sentence. */
  readonly authority: string;
  readonly key: readonly InternalField[];
  readonly fields: readonly InternalField[];
  readonly exceptionKinds: readonly ExceptionKind[];
  readonly derivedFrom: readonly DerivedFrom[];
  readonly resolveSql: SqlFile;
  readonly exceptionsSql: SqlFile;
  readonly types: ReadonlyMap<string, ValueType>;
  readonly place: Place;
}

export interface Agreement {
  /** Contract id. */
  readonly contract: string;
  readonly purposes: readonly string[];
  /** `'ALL'` also covers rows whose region is null. */
  readonly regions: 'ALL' | readonly string[];
  /** ISO date; the agreement holds through that day (UTC). */
  readonly until: string;
  readonly acceptsProvisional: boolean;
}

export interface Consumer {
  readonly name: string;
  readonly team: string;
  readonly class: ConsumerClass;
  readonly description: string;
  readonly agreements: readonly Agreement[];
}
