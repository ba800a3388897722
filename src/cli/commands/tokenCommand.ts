import { Command } from '@commander-js/extra-typings';
import type { Consumer } from '../../contract/model.ts';
import { issueDevelopmentToken } from '../../policy/identity/issueDevelopmentToken.ts';
import { longestLife } from '../../policy/identity/issueToken.ts';
import type { CliContext } from '../CliContext.ts';
import { loadProject } from '../loadProject.ts';
import { formatOption, projectOption } from '../options/options.ts';
import { collectClaim, parseSeconds } from '../options/parsers.ts';
import { listProblems } from '../settings/listProblems.ts';
import type { SettingProblem } from '../settings/SettingProblem.ts';

/** `concordat token`: a token for development, signed with the publicly known key that production refuses. */
export function tokenCommand(context: CliContext) {
  const command = new Command('token')
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
      const { consumers } = await loadProject(options.project);
      const token = await issueDevelopmentToken({
        consumer: options.consumer,
        purposes: options.purpose ?? agreedPurposes(consumers, options.consumer),
        claims: Object.fromEntries(options.claim),
        expiresIn: options.expiresIn,
      });
      context.stdout.write(options.format === 'json' ? `${JSON.stringify({ token })}\n` : `${token}\n`);
    });
  return listProblems(command, async (settings) => [
    ...(await agreementProblems(settings)),
    ...expiryProblems(settings, new Date()),
  ]);
}

function expiryProblems(
  { expiresIn = 0 }: { readonly expiresIn?: number },
  now: Date,
): readonly SettingProblem<'expiresIn'>[] {
  const longest = longestLife(now);
  if (expiresIn <= longest) return [];
  const reason = `cannot be used: a token expires before the year 10000, so in ${longest}s at most.`;
  return [{ settings: ['expiresIn'], reason }];
}

async function agreementProblems(settings: {
  readonly project?: string;
  readonly consumer?: string;
  readonly purpose?: readonly string[] | undefined;
}): Promise<readonly SettingProblem<'consumer' | 'purpose'>[]> {
  const { project = '.', consumer: name, purpose: wanted = [] } = settings;
  if (name === undefined) return [];
  const { consumers } = await loadProject(project);
  if (!consumers.some((consumer) => consumer.name === name)) {
    const names = consumers.map((consumer) => consumer.name).join(', ');
    const reason = `cannot be used: there is no consumer "${name}". The project has: ${names}.`;
    return [{ settings: ['consumer'], reason }];
  }
  const agreed = agreedPurposes(consumers, name);
  const strange = wanted.filter((purpose) => !agreed.includes(purpose)).map((purpose) => `"${purpose}"`);
  if (strange.length === 0) return [];
  const reason = `cannot be used: "${name}" has no agreement for ${strange.join(', ')}. It has: ${agreed.join(', ')}.`;
  return [{ settings: ['purpose'], reason }];
}

function agreedPurposes(consumers: readonly Consumer[], name: string): readonly string[] {
  const agreements = consumers.find((consumer) => consumer.name === name)?.agreements ?? [];
  return [...new Set(agreements.flatMap(({ purposes }) => purposes))];
}
