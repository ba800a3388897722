import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import type { Consumer, Project } from '../../contract/model.ts';
import { issueDevelopmentToken } from '../../policy/identity/issueDevelopmentToken.ts';
import type { CliContext } from '../CliContext.ts';
import { loadProject } from '../loadProject.ts';
import { formatOption, projectOption } from '../options/options.ts';
import { collectClaim, parseSeconds } from '../options/parsers.ts';

/** `concordat token`: a token for development, signed with the publicly known key that production refuses. */
export function tokenCommand(context: CliContext) {
  return new Command('token')
    .description('issue a development token for one of the project’s consumers (production refuses it)')
    .requiredOption('--consumer <name>', 'consumer that asks, from consumers.yaml')
    .option('--purpose <purpose...>', 'purposes that it may ask for; all of its agreements’ when absent')
    .option(
      '--claim <name=value>',
      'further claim, e.g. for a row policy; repeatable',
      collectClaim,
      new Map<string, string>(),
    )
    .option('--expires-in <duration>', 'how long the token holds, e.g. 15m, 1h, 30d', parseSeconds, 3_600)
    .addOption(projectOption())
    .addOption(formatOption())
    .action(async (options) => {
      const consumer = findConsumer(await loadProject(options.project), options.consumer);
      const token = await issueDevelopmentToken({
        consumer: consumer.name,
        purposes: choosePurposes(consumer, options.purpose),
        claims: Object.fromEntries(options.claim),
        expiresIn: options.expiresIn,
      });
      context.stdout.write(options.format === 'json' ? `${JSON.stringify({ token })}\n` : `${token}\n`);
    });
}

function findConsumer(project: Project, name: string): Consumer {
  const consumer = project.consumers.find((candidate) => candidate.name === name);
  if (consumer === undefined) {
    const names = project.consumers.map((candidate) => candidate.name).join(', ');
    throw new InvalidArgumentError(`There is no consumer "${name}". The project has: ${names}.`);
  }
  return consumer;
}

function choosePurposes(consumer: Consumer, wanted: readonly string[] | undefined): readonly string[] {
  const agreed = [...new Set(consumer.agreements.flatMap((agreement) => agreement.purposes))];
  const stranger = wanted?.find((purpose) => !agreed.includes(purpose));
  if (stranger !== undefined) {
    throw new InvalidArgumentError(
      `"${consumer.name}" has no agreement for the purpose "${stranger}". It has: ${agreed.join(', ')}.`,
    );
  }
  return wanted ?? agreed;
}
