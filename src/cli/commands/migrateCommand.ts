import { Command } from '@commander-js/extra-typings';
import { makeTopics } from '../../pipeline/topics/makeTopics.ts';
import type { TopicPlan } from '../../pipeline/topics/planTopics.ts';
import { migrate } from '../../storage/migrate.ts';
import type { SchemaPlan } from '../../storage/plan/SchemaPlan.ts';
import type { CliContext } from '../CliContext.ts';
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

/** `concordat migrate`: the platform's migrations and the plan of the declarations. */
export function migrateCommand(context: CliContext) {
  const command = addKafkaOptions(
    new Command('migrate')
      .description(
        'bring the database to what the program and the declarations need, and make the contract topics; safe from several processes at once',
      )
      .addOption(projectOption())
      .addOption(databaseUrlOption())
      .addOption(dataDirOption())
      .addOption(eventsOption())
      .addOption(formatOption()),
    'no topics are made',
  )
    .addOption(topicPartitionsOption())
    .addOption(topicReplicationOption())
    .action(async (options) => {
      const project = await loadProject(options.project);
      const done = await withDatabase({ ...options, makes: true }, context, (database) =>
        migrate(database, { migrationsDir: migrationsDirectory(), project }),
      );
      const topics = await withTopicAdmin(options, (admin) =>
        makeTopics(admin, project, topicChoices(options)),
      );
      context.stdout.write(
        options.format === 'json'
          ? `${JSON.stringify({ ...done, topics }, null, 2)}\n`
          : formatDone(done, topics),
      );
    });
  return listProblems(command, kafkaProblems);
}

function formatDone({ steps, notes }: SchemaPlan, topics: TopicPlan = { missing: [], notes: [] }): string {
  const count = steps.length + topics.missing.length;
  return [
    ...steps.map(({ target, reason }) => `${target}: ${reason}\n`),
    ...topics.missing.map(({ topic, partitions }) => `topic ${topic}: made with ${partitions} partitions\n`),
    ...[...notes, ...topics.notes].map((note) => `note: ${note}\n`),
    count === 0 ? 'Nothing to do.\n' : `Done: ${count} steps.\n`,
  ].join('');
}
