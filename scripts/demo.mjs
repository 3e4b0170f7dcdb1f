/*
 * `npm run demo`: from a fresh clone to a running control tower. Installs and builds what is missing, then runs the
 * pretend enterprise, the tower with its embedded database, and its live feeds; stops them in the opposite order.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { emptyData, refuseIfUsed } from './data-folder.mjs';
import { ensureBuilt, ensureInstalled, Refusal, ROOT } from './prepare.mjs';
import { freePort, isPortFree, lastWords, startProcess, stopProcess, waitUntilReady } from './processes.mjs';

const REPLAY_SPEED = '10';

const HELP = `npm run demo -- [options]

  --port N         serve http://localhost:N (default 3000, or PORT)
  --scenario NAME  the generated company's story (default the standard one)
  --replay FILE    stream this delivery history (TSV or CSV in the USAID SCMS layout) instead of the generated company
  --speed D        days of world time a second, or max, with --replay (default ${REPLAY_SPEED})
  --until DATE     stop the replay at this world date, with --replay
  --fresh          begin with empty data
  --no-feed        serve only; nothing streams in
  --help           this text

Data lies under TOWER_DATA_DIR (default .data), the logs of each process in its folder logs.`;

const OPTIONS = {
  port: { type: 'string' },
  scenario: { type: 'string' },
  replay: { type: 'string' },
  speed: { type: 'string' },
  until: { type: 'string' },
  fresh: { type: 'boolean' },
  'no-feed': { type: 'boolean' },
  help: { type: 'boolean' },
};

const SOURCE_KEY = 'demo-source-key';
const GATEWAY_KEY = 'demo-gateway-key';
const READER_KEY = 'demo-reader-key';
const ACCOUNTS = [
  ['planner@example.com', 'planner'],
  ['planner2@example.com', 'planner'],
  ['approver@example.com', 'approver'],
  ['approver2@example.com', 'approver'],
  ['auditor@example.com', 'auditor'],
  ['operator@example.com', 'operator'],
  ['policy@example.com', 'policy owner'],
  ['policy2@example.com', 'policy owner'],
];

const say = (line) => console.log(line);

function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({ options: OPTIONS }));
  } catch (error) {
    throw new Refusal(`${error.message.split('. ')[0]}.\n\n${HELP}`);
  }
  const port = Number(values.port ?? (process.env.PORT || 3000));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Refusal(`--port wants a number from 1 to 65535.`);
  if (values.speed !== undefined && values.speed !== 'max' && !(Number(values.speed) > 0)) {
    throw new Refusal('--speed wants days a second, a number above 0, or max.');
  }
  for (const name of ['speed', 'until']) {
    if (values[name] !== undefined && !values.replay) throw new Refusal(`--${name} goes with --replay FILE.`);
  }
  return { ...values, port, dataDir: path.resolve(ROOT, process.env.TOWER_DATA_DIR || '.data') };
}

/** The processes that stream signals in: the generated company and the gateway of its cold rooms, or a file. */
function feedsOf({ replay, speed, until, scenario }, url) {
  if (!replay) {
    const env = { TOWER_URL: url, TOWER_KEY: SOURCE_KEY, ...(scenario && { FEED_SCENARIO: scenario }) };
    return [
      { name: 'feed', args: ['dist/feed/main.js'], env },
      { name: 'gateway', args: ['dist/feed/gateway-main.js'], env: { TOWER_URL: url, GATEWAY_KEY } },
    ];
  }
  const file = path.resolve(process.env.INIT_CWD ?? process.cwd(), replay);
  const pace = ['--speed', speed ?? REPLAY_SPEED, ...(until ? ['--until', until] : [])];
  const args = ['dist/feed/replay-main.js', '--file', file, '--url', url, '--key', SOURCE_KEY, ...pace];
  return [{ name: 'replay', args, env: {} }];
}

async function demo(options, started, stopped) {
  const { port, dataDir } = options;
  const url = `http://localhost:${port}`;
  if (!(await isPortFree(port))) {
    throw new Refusal(
      `Port ${port} is taken, perhaps by another demo. Choose another: npm run demo -- --port ${await freePort(port + 1)}`,
    );
  }
  refuseIfUsed(dataDir);
  await ensureInstalled(say);
  await ensureBuilt(say);
  if (options.fresh) await emptyData(dataDir);
  mkdirSync(path.join(dataDir, 'logs'), { recursive: true });

  const sandboxPort = await freePort(port + 10);
  const shared = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', TOWER_DATA_DIR: dataDir };
  const start = ({ name, args, env }) => {
    const logFile = path.join(dataDir, 'logs', `${name}.log`);
    const running = startProcess({ name, args, env: { ...shared, ...env }, logFile, say });
    started.push(running);
    return running;
  };
  const startAndWait = async (what, address, milliseconds) => {
    const running = start(what);
    if ((await waitUntilReady(address, running, milliseconds)) || stopped()) return running;
    throw new Refusal(`The ${what.name} did not start. Its log: ${running.logFile}\n${lastWords(running)}`);
  };

  say('Starting …');
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const sandbox = { name: 'sandbox', args: ['dist/sandbox/main.js'], env: { SANDBOX_PORT: String(sandboxPort) } };
  await startAndWait(sandbox, `${sandboxUrl}/healthz`, 30_000);
  const env = {
    PORT: String(port),
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || url,
    SANDBOX_URL: sandboxUrl,
    TOWER_DEMO: '1',
  };
  const tower = await startAndWait({ name: 'tower', args: ['dist/main.js'], env }, `${url}/readyz`, 120_000);
  if (stopped()) return;
  say(welcome(url));
  for (const what of options['no-feed'] ? [] : feedsOf(options, url)) {
    const feed = start(what);
    void feed.exited.then((how) => {
      if (stopped()) return;
      if (options.replay && how === 'exit code 0') say(`The replay has ended:\n${lastWords(feed)}`);
      else say(`The ${feed.name} ended (${how}); the tower serves on. Its log: ${feed.logFile}\n${lastWords(feed)}`);
    });
  }
  const how = await tower.exited;
  if (!stopped()) throw new Refusal(`The tower ended (${how}):\n${lastWords(tower)}`);
}

/** Who can reach the demo, whose password and keys are published. */
function reach() {
  const host = process.env.TOWER_HOST;
  return host && host !== 'localhost'
    ? `It listens on ${host} (TOWER_HOST): whoever reaches that address can use these accounts and keys.`
    : 'It listens on this machine alone; TOWER_HOST=0.0.0.0 opens it to others.';
}

function welcome(url) {
  const width = Math.max(...ACCOUNTS.map(([email]) => email.length));
  const rows = ACCOUNTS.map(([email, role]) => `  ${email.padEnd(width)}  ${role}`);
  return `
Holdpoint is ready:  ${url}

Sign in as one of these, with the password holdpoint-demo
${rows.join('\n')}

Machine API: ${url}/api/v1 with one of these bearer keys
  ${SOURCE_KEY.padEnd(width)}  sends signals, and reads its own
  ${GATEWAY_KEY.padEnd(width)}  the same, for the cold rooms
  ${READER_KEY.padEnd(width)}  reads every region: /disruptions /proposals /decisions /actions /lineage
${reach()}
Ctrl-C stops everything; the data stays.
`;
}

const started = [];
let stopping;
const stopAll = async () => {
  // Last started first: no new signals, then the tower with its database, then the systems it acts on.
  for (const running of [...started].reverse()) await stopProcess(running);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (stopping) return;
    say('\nStopping …');
    stopping = stopAll();
  });
}

try {
  const options = readOptions();
  if (options.help) say(HELP);
  else await demo(options, started, () => stopping !== undefined);
} catch (error) {
  if (!stopping) {
    console.error(error instanceof Refusal ? error.message : error);
    process.exitCode = 1;
  }
} finally {
  await (stopping ?? stopAll());
  if (stopping) say('Stopped.');
}
