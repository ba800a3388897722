import { z } from 'zod';
import type { ProjectFiles } from '../../config/ProjectFiles.ts';
import type { Problem } from '../../errors/Problem.ts';
import { declaredTopic } from './projectPaths.ts';
import { readShape } from './readShape.ts';
import { readYamlFile, type YamlContent, type YamlKind } from './readYamlFile.ts';
import type { TopicDeclaration } from './TopicDeclaration.ts';

const text = z.string().trim().min(1);
const topicShape = z.strictObject({
  owner: text,
  description: text,
  events: z.record(z.string(), z.unknown()).refine((events) => Object.keys(events).length > 0),
});

const kind: YamlKind = {
  rule: 'source-shape',
  meanings: new Map([
    ['owner', 'the team that answers for the events, e.g. `owner: stations`'],
    ['description', 'a sentence that says what the events tell, e.g. `description: Rides as they happen.`'],
    ['events', 'a mapping of event types to the shapes of their payloads, at least one'],
    [
      'type',
      "one or several of null, boolean, integer, number, string, array and object, e.g. `type: [string, 'null']` with null in quotes",
    ],
    ['properties', 'a mapping of names to shapes'],
    ['required', 'a list of names of properties, e.g. `required: [rideId]`'],
    ['items', 'the shape of what is in the array'],
  ]),
};

function readTopic(file: string, topic: string, content: YamlContent, problems: Problem[]): TopicDeclaration {
  const parsed = topicShape.safeParse(content.value, { reportInput: true });
  if (!parsed.success) problems.push(...content.problemsOf(parsed.error, []));
  const part = (name: 'owner' | 'description'): string | undefined =>
    topicShape.shape[name].safeParse(new Map(content.entriesOf([])).get(name)).data;
  const reading = { content, rule: kind.rule, problems };
  return {
    file,
    topic,
    owner: part('owner'),
    description: part('description'),
    events: new Map(
      content
        .entriesOf(['events'])
        .map(([name, value]) => [name, readShape(value, ['events', name], reading)]),
    ),
    placeOf: content.placeOf,
  };
}

/** Reads what topics of source events are declared to hold. Malformed parts are reported and undefined in what is given back. */
export function readTopics(files: ProjectFiles): {
  readonly topics: readonly TopicDeclaration[];
  readonly problems: readonly Problem[];
} {
  const topics: TopicDeclaration[] = [];
  const problems: Problem[] = [];
  for (const [file, content] of files) {
    const topic = declaredTopic(file);
    if (topic === undefined) continue;
    const yaml = readYamlFile(file, content, kind);
    if (yaml.ok) topics.push(readTopic(file, topic, yaml.content, problems));
    else problems.push(...yaml.problems);
  }
  return { topics, problems };
}
