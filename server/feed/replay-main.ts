import path from 'node:path';
import { parseArgs } from 'node:util';
import { openTower, TowerRefused } from './call-tower.ts';
import { planReplay } from './scms/plan-replay.ts';
import { readHistory, UnusableFile } from './scms/read-history.ts';
import { accountWords, type Pace, runReplay } from './scms/run-replay.ts';

const HELP = `npm run replay -- --file FILE [options]

  --file FILE   delivery history in the USAID SCMS layout, TSV or CSV
  --speed D     days of world time a second, or max (default max)
  --until DATE  stop at the end of this world day, for example 2009-03-14
  --url URL     the tower (default http://localhost:3000)
  --key KEY     key of a source that may replay (default demo-source-key)
  --help        this text
`;

/** A wrong call of the command: exit 2, as for an unusable file. */
class Usage extends Error {}

const OPTIONS = {
  file: { type: 'string' },
  speed: { type: 'string', default: 'max' },
  until: { type: 'string' },
  url: { type: 'string', default: 'http://localhost:3000' },
  key: { type: 'string', default: 'demo-source-key' },
  help: { type: 'boolean', default: false },
} as const;

const say = (line: string) => void process.stdout.write(`${line}\n`);

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new Usage(`${(error as Error).message.split('. ')[0]}.\n\n${HELP}`);
  }
}

function readPace(speed: string, until: string | undefined): Pace {
  const daysPerSecond = speed === 'max' ? null : Number(speed);
  if (daysPerSecond !== null && !(daysPerSecond > 0 && Number.isFinite(daysPerSecond))) {
    throw new Usage('--speed wants days a second, a number above 0, or max.');
  }
  if (until === undefined) return { daysPerSecond, until: null };
  const day = new Date(`${until}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until) || Number.isNaN(day.getTime()))
    throw new Usage('--until wants a day such as 2009-03-14.');
  day.setUTCDate(day.getUTCDate() + 1);
  return { daysPerSecond, until: day };
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return say(HELP);
  if (options.file === undefined) throw new Usage(`--file is missing.\n\n${HELP}`);
  if (!URL.canParse(options.url))
    throw new Usage(`--url wants an address such as http://localhost:3000, not ${options.url}.`);
  const pace = readPace(options.speed, options.until);
  const history = await readHistory(path.resolve(options.file));
  const plan = planReplay(history.rows);
  for (const { row, line, reason } of plan.findings.filter(({ kind }) => kind === 'refused')) {
    say(`Refused: row ${row}${line ? `, line ${line}` : ''}: ${reason}`);
  }
  const account = await runReplay(openTower(options.url, options.key, say), history, plan, pace, say);
  for (const { id, reason, detail } of account.answer.quarantined)
    say(`Quarantined: ${id ?? 'a signal'} (${reason}): ${detail}`);
  say(accountWords(account));
}

try {
  await main();
} catch (error) {
  const isWrongCall = error instanceof Usage || error instanceof UnusableFile;
  process.stderr.write(`${isWrongCall || error instanceof TowerRefused ? error.message : (error as Error).stack}\n`);
  process.exitCode = isWrongCall ? 2 : 1;
}
