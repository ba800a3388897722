import type { Command } from '@commander-js/extra-typings';

const width = 110;

/** The command line's help, command by command, as a page of the documentation. */
export function printReference(program: Command): string {
  const sections = program.commands.map((command) => {
    const help = command.configureHelp({ helpWidth: width }).helpInformation();
    return `## concordat ${command.name()}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`;
  });
  return [
    '# The command line',
    '',
    'Made of `concordat <command> --help` by `npm run generate`. What stands after `env:` is the variable that sets the same.',
    '',
    ...sections,
  ].join('\n');
}
