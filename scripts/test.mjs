/*
 * `npm test`: everything, from a fresh clone. Each stage runs even when one before it failed, so that all failures are
 * seen at once. The last line counts: every test of vitest and Playwright, and one for each check.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { ensureInstalled, node24, Refusal, ROOT, runCommand } from './prepare.mjs';

const HELP = `npm test -- [--only NAME,NAME]

  lint       format and lint (Biome)
  types      TypeScript
  imports    import directions, cycles, undeclared packages
  unused     unused files, exports and packages (knip)
  structure  names, sizes, evidence, documents
  unit       unit and integration tests, on real PostgreSQL (vitest)
  build      the production build
  e2e        the story in a browser (Playwright)`;

const bin = (...parts) => path.join(ROOT, 'node_modules', ...parts);
const results = mkdtempSync(path.join(tmpdir(), 'holdpoint-results-'));
const unitFile = path.join(results, 'unit.json');
const e2eFile = path.join(results, 'e2e.json');

/** A check counts as one test: it passed or it failed. */
const check = (...args) => ({ args, count: (code) => ({ passed: code ? 0 : 1, failed: code ? 1 : 0, skipped: 0 }) });

const STAGES = {
  lint: check(bin('@biomejs/biome/bin/biome'), 'ci', ...(process.stdout.isTTY ? [] : ['--colors=off'])),
  types: check(bin('typescript/bin/tsc'), '--noEmit'),
  imports: check('scripts/check-imports.mjs'),
  unused: check(bin('knip/bin/knip.js'), '--no-progress'),
  structure: check('scripts/check-structure.mjs'),
  unit: {
    args: [bin('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitFile}`],
    before: ensureNats,
    count: (code) => countUnit(code),
  },
  build: check('scripts/build.mjs'),
  e2e: {
    args: [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: e2eFile },
    before: ensureChromium,
    count: (code) => countE2e(code),
  },
};

/** A stage that ended badly without one failed test (it could not even start) is one failure of its own. */
function counted({ passed, failed, skipped }, code) {
  return { passed, failed: code && !failed ? 1 : failed, skipped };
}

/** A failed test in a few lines, said again at the end: a long log is often kept by its last lines only. */
function failure(file, title, message = 'no message') {
  const lines = stripVTControlCharacters(message).split('\n', 8);
  return `${path.relative(ROOT, path.resolve(ROOT, file))} › ${title}\n${lines.map((line) => `    ${line}`).join('\n')}`;
}

function countUnit(code) {
  if (!existsSync(unitFile)) return counted({ passed: 0, failed: 0, skipped: 0 }, code || 1);
  const report = JSON.parse(readFileSync(unitFile, 'utf8'));
  const failures = report.testResults.flatMap(({ name: file, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && !failed.length) return [failure(file, 'could not be run', message)];
    return failed.map(({ fullName, failureMessages }) => failure(file, fullName, failureMessages[0]));
  });
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests } = report;
  return { ...counted({ passed, failed, skipped: numPendingTests + numTodoTests }, code), failures };
}

function countE2e(code) {
  if (!existsSync(e2eFile)) return counted({ passed: 0, failed: 0, skipped: 0 }, code || 1);
  const { stats, suites } = JSON.parse(readFileSync(e2eFile, 'utf8'));
  const specsIn = (suite) => [...suite.specs, ...(suite.suites ?? []).flatMap(specsIn)];
  const failures = suites.flatMap(specsIn).flatMap(({ ok, file, title, tests }) => {
    const error = tests.flatMap(({ results }) => results).find(({ error }) => error)?.error;
    return ok ? [] : [failure(file, title, error?.message)];
  });
  const { expected, flaky, unexpected, skipped } = stats;
  return { ...counted({ passed: expected + flaky, failed: unexpected, skipped }, code), failures };
}

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const aptInstall = async (name) => {
  console.log(`Installing ${name} (apt-get) …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '-qq'], env);
  await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], env);
};
const mayInstall = () => process.getuid?.() === 0 && isExecutable('/usr/bin/apt-get');

/** A NATS server, from Debian when it is missing and we may install it. Without one the tests that need it are skipped. */
async function ensureNats() {
  if (
    [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin'].some((dir) =>
      isExecutable(path.join(dir, 'nats-server')),
    )
  )
    return;
  if (mayInstall()) await aptInstall('nats-server').catch((error) => console.log(`No nats-server: ${error.message}`));
  else console.log('There is no nats-server, so its tests are skipped (Debian: `apt-get install nats-server`).');
}

/** Chromium, from Debian when it is missing and we may install it. @throws Refusal that says what to do. */
async function ensureChromium() {
  const chromium = process.env.CHROMIUM_PATH || '/usr/bin/chromium';
  if (isExecutable(chromium)) return;
  const advice = 'Install Chromium (Debian: `apt-get install chromium`) or set CHROMIUM_PATH to the program.';
  if (process.env.CHROMIUM_PATH) throw new Refusal(`CHROMIUM_PATH names ${chromium}, which cannot be run. ${advice}`);
  if (!mayInstall()) throw new Refusal(`There is no ${chromium}. ${advice}`);
  await aptInstall('chromium');
}

const minutes = (seconds) => `${(seconds / 60).toFixed(1)} min`;

let current; // the running stage, to pass a signal on to
async function runStage(name, { args, env = {}, before, count }) {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}`);
  const began = performance.now();
  try {
    await before?.();
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    return { name, passed: 0, failed: 1, skipped: 0, seconds: 0 };
  }
  current = spawn(node24(), args, {
    cwd: ROOT,
    env: {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: '1',
      CI: '1',
      ...env,
      PATH: `${bin('.bin')}${path.delimiter}${process.env.PATH}`,
    },
    stdio: 'inherit',
  });
  const code = await new Promise((resolve) => current.once('exit', (exit) => resolve(exit ?? 1)));
  current = undefined;
  return { name, ...count(code), seconds: (performance.now() - began) / 1000 };
}

function wantedStages() {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) return [];
  const names = values.only ? values.only.split(',').map((name) => name.trim()) : Object.keys(STAGES);
  const unknown = names.filter((name) => !STAGES[name]);
  if (unknown.length) throw new Refusal(`There is no stage ${unknown.join(', ')}.\n\n${HELP}`);
  return names;
}

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    interrupted = true;
    current?.kill('SIGINT'); // what Playwright takes as the word to stop its server
  });
}

try {
  const names = wantedStages();
  if (!names.length) console.log(HELP);
  else {
    await ensureInstalled(console.log);
    const done = [];
    for (const name of names) if (!interrupted) done.push(await runStage(name, STAGES[name]));
    console.log('');
    for (const { name, passed, failed, skipped, seconds } of done) {
      const words = failed ? 'FAILED' : 'ok';
      console.log(
        `${words.padEnd(7)}${name.padEnd(10)}${passed} passed, ${failed} failed, ${skipped} skipped (${minutes(seconds)})`,
      );
    }
    console.log(`All stages: ${minutes(done.reduce((total, { seconds }) => total + seconds, 0))}`);
    const failures = done.flatMap(({ failures = [] }) => failures);
    if (failures.length) console.log(`\nFailed:\n${failures.join('\n')}`);
    const sum = (key) => done.reduce((total, stage) => total + stage[key], 0);
    if (sum('failed') || interrupted) process.exitCode = 1;
    console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  }
} catch (error) {
  console.error(error instanceof Refusal || error.code?.startsWith('ERR_PARSE_ARGS') ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(results, { recursive: true, force: true });
}
