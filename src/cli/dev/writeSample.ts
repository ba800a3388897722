import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { ConcordatError } from '../../errors/ConcordatError.ts';

// The characters that Kafka allows in the name of a topic, so that it is safe as the name of a file as well.
const eventShape = z.looseObject({ topic: z.string().regex(/^[\w-][\w.-]*$/) });
const generatorShape = z.object({
  generateSample: z.custom<(options: { readonly seed: number }) => unknown>(
    (value) => typeof value === 'function',
  ),
});

/** Always the same sample: what one developer sees, another sees too. */
const seed = 1;

/**
 * Files of the project's own sample of source events: `schema/sample/*.ndjson(.gz)`, and what `generateSample` of
 * `schema/sample/generate.ts` (or `.js`, `.mjs`) yields, written into `target`. Empty where there is no sample.
 *
 * @throws ConcordatError PROJECT_INVALID when the generator is not of this form
 */
export async function writeSample(project: string, target: string): Promise<readonly string[]> {
  const folder = join(resolve(project), 'schema', 'sample');
  if (!existsSync(folder)) return [];
  const logs = (await readdir(folder)).filter((name) => /\.ndjson(\.gz)?$/.test(name)).toSorted();
  const generator = ['generate.ts', 'generate.js', 'generate.mjs']
    .map((name) => join(folder, name))
    .find((path) => existsSync(path));
  return [
    ...logs.map((name) => join(folder, name)),
    ...(generator === undefined ? [] : await writeGenerated(generator, target)),
  ];
}

async function writeGenerated(generator: string, target: string): Promise<readonly string[]> {
  const module = generatorShape.safeParse(await import(pathToFileURL(generator).href));
  if (!module.success) {
    throw new ConcordatError('PROJECT_INVALID', `${generator} does not export a function generateSample.`, {
      fix: 'Export function* generateSample({ seed }) that yields { topic, key, timestamp, value }.',
    });
  }
  const events = z.array(eventShape).safeParse(listOf(module.data.generateSample({ seed })));
  if (!events.success) {
    throw new ConcordatError(
      'PROJECT_INVALID',
      `generateSample of ${generator} yields something without a topic.`,
      {
        fix: 'Yield objects { topic, key, timestamp, value } whose topic has letters, digits, dots, dashes and underscores.',
      },
    );
  }
  const files = [...Map.groupBy(events.data, ({ topic }) => topic)].map(([topic, records]) => ({
    path: join(target, `${topic}.ndjson`),
    text: records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  }));
  await Promise.all(files.map(({ path, text }) => writeFile(path, text)));
  return files.map(({ path }) => path);
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return isIterable(value) ? [...value] : undefined;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
