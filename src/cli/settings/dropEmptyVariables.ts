import type { Command } from '@commander-js/extra-typings';

/** Empty it is refused: without a region a gateway would serve the rows of all of them. */
const kept = 'CONCORDAT_REGION';

/** Takes variables of a command's settings that are empty for unset, as files of settings and containers give them. */
export function dropEmptyVariables({ options }: Pick<Command, 'options'>, env: NodeJS.ProcessEnv): void {
  for (const { envVar } of options) {
    if (envVar !== undefined && envVar !== kept && env[envVar] === '') Reflect.deleteProperty(env, envVar);
  }
}
