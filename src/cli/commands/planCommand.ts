import { Command } from '@commander-js/extra-typings';
import { planTopics } from '../../pipeline/topics/planTopics.ts';
import { planSchema } from '../../storage/plan/planSchema.ts';
import type { CliContext } from '../CliContext.ts';
import { ExitCode } from '../ExitCode.ts';
import { formatPlan } from '../formatPlan.ts';
import { addKafkaOptions } from '../kafka/addKafkaOptions.ts';
import { kafkaProblems } from '../kafka/kafkaProblems.ts';
import { topicChoices, topicPartitionsOption, topicReplicationOption } from '../kafka/topicOptions.ts';
import { withTopicAdmin } from '../kafka/withTopicAdmin.ts';
import { loadProject } from '../loadProject.ts';
import { migrationsDirectory } from '../migrationsDirectory.ts';
import { withDatabase } from '../openDatabase.ts';
import {
  dataDirOption,
  databaseUrlOption,
  eventsOption,
  formatOption,
  projectOption,
} from '../options/options.ts';
import { listProblems } from '../settings/listProblems.ts';

/** `concordat plan`: the SQL that `migrate` would run, and why. Changes nothing. */
export function planCommand(context: CliContext) {
  const command = addKafkaOptions(
    new Command('plan')
      .description(
        'show the SQL that the declarations need of the database, and the topics, changing nothing; exits 1 when it would be refused',
      )
      .addOption(projectOption())
      .addOption(databaseUrlOption())
      .addOption(dataDirOption())
      .addOption(eventsOption())
      .addOption(formatOption()),
    'topics are not looked at',
  )
    .addOption(topicPartitionsOption())
    .addOption(topicReplicationOption())
    .action(async (options) => {
      const project = await loadProject(options.project);
      const plan = await withDatabase({ ...options, makes: true }, context, (database) =>
        planSchema(database, { migrationsDir: migrationsDirectory(), project }),
      );
      const topics = await withTopicAdmin(options, (admin) =>
        planTopics(admin, project, topicChoices(options)),
      );
      context.stdout.write(
        options.format === 'json'
          ? `${JSON.stringify({ ...plan, topics }, null, 2)}\n`
          : formatPlan(plan, topics),
      );
      if (plan.refusals.length > 0 || plan.problems.length > 0) context.exit(ExitCode.problems);
    });
  return listProblems(command, kafkaProblems);
}
