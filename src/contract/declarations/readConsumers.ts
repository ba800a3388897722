import { z } from 'zod';
import type { Place, Problem } from '../../errors/Problem.ts';
import { consumerShape, readableAgreements, readableConsumer } from './ConsumerDeclaration.ts';
import type { ConsumerDeclaration } from './ConsumerDeclaration.ts';
import { readYamlFile, type YamlKind, type YamlPath } from './readYamlFile.ts';

const rootShape = z.strictObject({ consumers: z.record(z.string(), z.unknown()) });

const kind: YamlKind = {
  rule: 'consumers-shape',
  meanings: new Map([
    ['consumers', 'a mapping of consumer names to consumers (`consumers: {}` for none)'],
    ['team', 'the team that answers for the consumer, e.g. `team: billing-data`'],
    ['class', 'the class of the consumer, e.g. `class: OPERATIONAL_REPORTING`'],
    [
      'description',
      'a sentence that says what the consumer is, e.g. `description: Makes the monthly invoices.`',
    ],
    ['agreements', 'a list of agreements'],
    ['contract', 'a contract version, e.g. `contract: name@1`'],
    ['purposes', 'a list of purposes, e.g. `purposes: [BILLING]`'],
    ['regions', '`ALL` or a list of regions, e.g. `regions: [NORTH]`'],
    ['until', 'the last day on which it holds, e.g. `until: 2028-12-31`'],
    ['acceptsProvisional', '`true` or `false`'],
  ]),
};

/**
 * Reads `consumers.yaml`. What is not well-formed is reported, and undefined in what is given back, so that all else
 * of its consumer is still checked; a file that is no YAML gives only that.
 */
export function readConsumers(
  file: string,
  text: string,
): { readonly consumers: readonly ConsumerDeclaration[]; readonly problems: readonly Problem[] } {
  const yaml = readYamlFile(file, text, kind);
  if (!yaml.ok) return { consumers: [], problems: yaml.problems };
  const { value: content, placeOf, problemsOf, entriesOf } = yaml.content;
  const root = rootShape.safeParse(content, { reportInput: true });
  if (!root.success) return { consumers: [], problems: problemsOf(root.error, []) };
  const consumers: ConsumerDeclaration[] = [];
  const problems: Problem[] = [];
  for (const [name, value] of entriesOf(['consumers'])) {
    const at: YamlPath = ['consumers', name];
    const parsed = consumerShape.safeParse(value, { reportInput: true });
    if (!parsed.success) problems.push(...problemsOf(parsed.error, at));
    const agreements = readableAgreements(value).map((agreement, index) => ({
      ...agreement,
      placeOf: (...path: YamlPath): Place => placeOf([...at, 'agreements', index, ...path]),
    }));
    consumers.push({ name, entry: readableConsumer(value), agreements, place: placeOf(at) });
  }
  return { consumers, problems };
}
