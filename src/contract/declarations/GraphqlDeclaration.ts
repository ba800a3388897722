import type {
  DocumentNode,
  EnumTypeDefinitionNode,
  EnumValueDefinitionNode,
  FieldDefinitionNode,
  ObjectTypeDefinitionNode,
} from 'graphql';
import type { Place } from '../../errors/Problem.ts';
import type { TypeReference } from './TypeReference.ts';

/** A field as declared; `LINK` where it refers to another contract, `UNKNOWN` where its type is not to be found. */
export interface FieldDeclaration {
  readonly name: string;
  readonly kind: 'SCALAR' | 'ENUM' | 'OBJECT' | 'LINK' | 'UNKNOWN';
  readonly type: TypeReference;
  readonly node: FieldDefinitionNode;
  readonly place: Place;
}

export interface ObjectDeclaration {
  readonly kind: 'OBJECT';
  readonly name: string;
  readonly fields: readonly FieldDeclaration[];
  readonly node: ObjectTypeDefinitionNode;
  readonly place: Place;
}

export interface EnumValueDeclaration {
  readonly name: string;
  readonly node: EnumValueDefinitionNode;
  readonly place: Place;
}

export interface EnumDeclaration {
  readonly kind: 'ENUM';
  readonly name: string;
  readonly values: readonly EnumValueDeclaration[];
  readonly node: EnumTypeDefinitionNode;
  readonly place: Place;
}

export type TypeDeclaration = ObjectDeclaration | EnumDeclaration;

/** One parsed GraphQL file of a project: its object types and enums in the order of declaration. */
export interface GraphqlDeclaration {
  readonly file: string;
  readonly document: DocumentNode;
  readonly types: readonly TypeDeclaration[];
}
