import type { ShapeDeclaration, TopicDeclaration } from '../declarations/TopicDeclaration.ts';
import type { DeclaredTopic, Shape } from '../model.ts';
import { checked } from './checked.ts';

/** The model of a topic's declaration that every rule has passed. */
export function buildDeclaredTopic({ topic, owner, description, events }: TopicDeclaration): DeclaredTopic {
  return {
    topic,
    owner: checked(owner, `owner of ${topic}`),
    description: checked(description, `description of ${topic}`),
    events: buildShapes(events),
  };
}

function buildShapes(shapes: ReadonlyMap<string, ShapeDeclaration | undefined>): ReadonlyMap<string, Shape> {
  return new Map([...shapes].map(([name, shape]) => [name, buildShape(checked(shape, `shape of ${name}`))]));
}

function buildShape({ types, properties, required, items }: ShapeDeclaration): Shape {
  return {
    types,
    required,
    ...(properties && { properties: buildShapes(properties) }),
    ...(items && { items: buildShape(items) }),
  };
}
