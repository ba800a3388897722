import type { ProjectFiles } from '../../src/config/ProjectFiles.ts';

const sourcePath = /^schema\/sources\/(.+)$/;
const contractPath = /^schema\/contracts\/([^/]+)\/v([0-9]+)\.graphql$/;

/** The name that `renameTopics` gives a topic. */
export function renamedTopic(prefix: string, topic: string): string {
  return `${prefix}.${topic}`;
}

/** The same project on topics of its own, so that several tests share a Kafka: of its sources, and of contracts with a SELECT. */
export function renameTopics(files: ProjectFiles, prefix: string): ProjectFiles {
  const renamed = [...files].map(([path, text]): [string, string] => {
    if (path.startsWith('schema/products/')) {
      return [path, text.replaceAll(/@source\(topic: "/g, (found) => `${found}${prefix}.`)];
    }
    const [, declared] = sourcePath.exec(path) ?? [];
    if (declared !== undefined) return [`schema/sources/${renamedTopic(prefix, declared)}`, text];
    const [, name, version] = contractPath.exec(path) ?? [];
    if (name === undefined || version === undefined || !files.has(path.replace(/\.graphql$/, '.sql'))) {
      return [path, text];
    }
    const topic = renamedTopic(prefix, `contract.${name}.v${version}`);
    return [path, text.replace('@key(', `@serving(topic: "${topic}")\n  @key(`)];
  });
  return new Map(renamed);
}
