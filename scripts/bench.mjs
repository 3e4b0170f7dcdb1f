/* `npm run bench -- [NAME] [SECONDS]`: benchmarks, each with its baseline from the same run. */
import path from 'node:path';
import { ensureBuilt, ensureInstalled, node24, Refusal, ROOT, runCommand } from './prepare.mjs';

const BENCHMARKS = {
  attack: 'the attacks of a security review, tried again on a demo of its own: held, or not',
  card: 'a case with five revisions opened, and one with 500',
  hostile: 'the worst bodies known: what each is answered, and how long the tower does not answer meanwhile',
  ingest: 'a signal posted until its frame is on a websocket',
  overload: 'three times too much load for a minute: what is lost, and how much memory it takes',
  queue: 'what a screen asks of a queue with 10,000 open cases',
  readings: 'a silence of a thing with 500,000 readings, and some of these taken back',
  sagas: 'a decision until its three steps are done, durable and audited',
};

const [name, ...rest] = process.argv.slice(2);
try {
  if (name && !BENCHMARKS[name]) {
    const list = Object.entries(BENCHMARKS).map(([known, words]) => `  ${known.padEnd(10)}${words}`);
    throw new Refusal(`There is no benchmark ${name}. There are:\n${list.join('\n')}`);
  }
  await ensureInstalled(console.log);
  await ensureBuilt(console.log);
  const tsx = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  for (const each of name ? [name] : Object.keys(BENCHMARKS)) {
    await runCommand(node24(), [tsx, path.join(ROOT, `bench/${each}.ts`), ...rest]);
  }
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error);
  process.exitCode = 1;
}
