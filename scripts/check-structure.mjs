/*
 * What a parser of imports does not see: file names, sizes, who reads the environment, that every transaction leaves its
 * evidence, that style sheets and components name the same classes, and that the documents name files and commands which
 * exist. Prints each finding; exits 1 when there is one.
 * An exception is a line in a table below with its reason, so that a reviewer sees it.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles } from './source-files.mjs';

process.chdir(path.resolve(import.meta.dirname, '..'));

const MOST_LINES = 300;

/** Names of one word that any folder of the server may use. */
const MODULE_NAMES = ['index', 'queries', 'rules', 'schema', 'constants', 'internal'];

/** Names of one word that one folder uses for one thing. Everything else is verb-noun. */
const NAMES_BY_FOLDER = {
  server: ['main', 'env', 'web', 'bridge'],
  'server/core': ['canonical', 'clock', 'context', 'errors', 'ids', 'logger', 'words'],
  'server/db': ['client', 'feed', 'migrate', 'transaction'],
  'server/auth': ['rights'],
  'server/audit': ['actions', 'emit'],
  'server/api': ['errors', 'router', 'trpc'],
  'server/events/features': ['registry'],
  'server/api/routers': [
    'actions',
    'agents',
    'audit',
    'disruptions',
    'imports',
    'lineage',
    'network',
    'noise',
    'policies',
    'proposals',
    'quarantine',
    'retention',
    'session',
    'signals',
    'sources',
  ],
  'server/api/http': [
    'asyncapi',
    'dcsa',
    'epcis',
    'health',
    'imports',
    'lineage',
    'openapi',
    'problem',
    'reads',
    'replays',
    'signals',
  ],
  'server/actions/connectors': ['caller', 'outcome'],
  'server/actions/connectors/erp': ['adapter'],
  'server/actions/connectors/oms': ['adapter'],
  'server/actions/connectors/tms': ['adapter'],
  'server/actions/connectors/wms': ['adapter'],
  'server/actions/sagas': ['definition', 'plane', 'registry', 'runtime', 'workflow'],
  'server/decisions/agents': ['registry'],
  'server/decisions/agents/cold-chain': ['agent', 'propose'],
  'server/decisions/agents/stock-discrepancy': ['agent', 'propose'],
  'server/decisions/agents/supplier-delay': ['agent', 'propose'],
  'server/sandbox': ['app', 'faults', 'main', 'settings', 'store', 'words'],
  'server/sandbox/systems': ['erp', 'oms', 'operation', 'tms', 'wms'],
  'server/jobs': ['lease'],
  'server/events/lineage': ['facts'],
  'server/feed': ['main'],
  'server/realtime': ['frames', 'gateway', 'rooms'],
  'server/testing': ['epcis', 'contexts', 'database'],
};

/** Words that say nothing about what a file holds. */
const EMPTY_WORDS = /(^|-)(utils?|helpers?|types?|managers?|services?|common|misc|lib|stuff)(-|$)/;

/** Files longer than MOST_LINES, and why they stay whole. */
const LONG_FILES = {
  'server/decisions/agents/supplier-delay/propose.test.ts': 'every alternative of one agent, on one context',
  'server/decisions/approvals/approvals.test.ts': 'seats, races and refusals of one card, told on one database',
};

/** Who reads process.env besides scripts, tests and tool settings. */
const READS_ENVIRONMENT = {
  'server/env.ts': 'the one place',
  'server/core/logger.ts': 'LOG_LEVEL alone: the log must speak before the environment is checked',
};

/** Files that open a transaction without both an audit entry and a feed row, and why. */
const SILENT_TRANSACTIONS = {
  'server/db/transaction.ts': 'defines it',
  'server/auth/brake-sign-in.ts': 'counts tries; what became of each is audited where it is read',
  'server/sandbox/store.ts': 'the pretend enterprise keeps no audit',
  'server/actions/create-action-plane.ts': 'lends it to the steps of actions, each of which leaves its own',
};

const findings = [];
const report = (file, words) => findings.push(`${file}: ${words}`);
const read = (file) => readFileSync(file, 'utf8');
const isTest = (file) => /\.(test|spec)\.tsx?$/.test(file) || file.startsWith('server/testing/');

const code = sourceFiles(['app', 'components', 'server', 'e2e', 'scripts', 'bench', 'prisma']);

function checkName(file) {
  const name = path.basename(file).replace(/(\.(test|spec|module|config))?\.(ts|tsx|mjs|js)$/, '');
  if (file.startsWith('app/')) return; // Next names these
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return report(file, 'file names are lower-case words joined by hyphens');
  if (EMPTY_WORDS.test(name)) return report(file, 'the name says nothing about what is inside');
  if (!file.startsWith('server/') || isTest(file) || name.includes('-') || MODULE_NAMES.includes(name)) return;
  if (NAMES_BY_FOLDER[path.dirname(file)]?.includes(name)) return;
  report(file, 'name it verb-noun, or use one of the module names (scripts/check-structure.mjs lists them)');
}

function checkSize(file, text) {
  const lines = text.split('\n').length - 1;
  if (lines > MOST_LINES && !LONG_FILES[file])
    report(file, `${lines} lines; ${MOST_LINES} is the most without a reason`);
}

function checkEnvironment(file, text) {
  if (!/^(app|components|server|prisma)\//.test(file) || isTest(file) || READS_ENVIRONMENT[file]) return;
  if (/\bprocess\.env\b/.test(text)) report(file, 'only server/env.ts reads process.env');
}

const IMPORT = /^(?:import|export) (?!type )\{([^}]*)\} from '(\.[^']+)'/gm;

/** The files whose functions a file calls, by its relative imports (or passes on, when it is a door). */
function calledFiles(file, text) {
  return [...text.matchAll(IMPORT)]
    .filter(([statement, names]) => {
      const called = (name) => new RegExp(`\\b${name.trim().split(' as ').pop()}\\(`).test(text);
      return statement.startsWith('export') || names.split(',').some((name) => name.trim() && called(name));
    })
    .map(([, , target]) => path.posix.join(path.dirname(file), target))
    .filter((target) => existsSync(target));
}

/** Whether a file makes a call itself, or by a function of another file. */
function makesCall(file, call, seen = new Set()) {
  if (seen.has(file)) return false;
  seen.add(file);
  const text = read(file);
  if (text.includes(`${call}(`)) return true;
  return calledFiles(file, text).some((target) => makesCall(target, call, seen));
}

function checkEvidence(file, text) {
  if (!file.startsWith('server/') || isTest(file) || SILENT_TRANSACTIONS[file]) return;
  if (!/\b(withTransaction|\$?transaction)\(/.test(text)) return;
  const missing = ['emitAudit', 'appendFeed'].filter((call) => !makesCall(file, call));
  if (missing.length) report(file, `opens a transaction without ${missing.join(' and ')}`);
}

function checkMarks(file, text) {
  if (file === 'scripts/check-structure.mjs') return;
  const mark = /\b(TODO|FIXME|XXX)\b|@ts-(ignore|nocheck)|\b(it|describe|test)\.(only\(|skip\(['"`])/.exec(text);
  if (mark) report(file, `"${mark[0]}" is left behind`);
}

/** Classes that a style sheet has rules for. */
function classesOf(sheet) {
  const selectors = read(sheet)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .match(/[^{};]+(?=\{)/g)
    ?.filter((selector) => !selector.trim().startsWith('@'));
  const local = (selectors ?? []).join(' ').replace(/:global\([^)]*\)|\[[^\]]*\]/g, '');
  return new Set([...local.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name));
}

/** Every class that a component asks of a style sheet is there, and every class there is asked for. */
function checkStyles() {
  const unused = new Map(
    sourceFiles(['app', 'components'], /\.module\.css$/).map((sheet) => [sheet, classesOf(sheet)]),
  );
  const known = new Map([...unused].map(([sheet, classes]) => [sheet, new Set(classes)]));
  for (const file of code) {
    const text = read(file);
    for (const [, name, target] of text.matchAll(/^import (\w+) from '((?:\.|@\/)[^']+\.module\.css)'/gm)) {
      const sheet = target.startsWith('@/') ? target.slice(2) : path.posix.join(path.dirname(file), target);
      for (const [, asked] of text.matchAll(new RegExp(`(?<![\\w./])${name}\\.(\\w+)`, 'g'))) {
        if (!known.get(sheet)?.has(asked)) report(file, `asks ${sheet} for .${asked}, which is not there`);
        unused.get(sheet)?.delete(asked);
      }
    }
  }
  for (const [sheet, classes] of unused) for (const name of classes) report(sheet, `.${name} is used nowhere`);
}

/** Paths in backticks and links of a document, and the commands it names, exist. */
function checkDocument(file) {
  const text = read(file);
  const scripts = JSON.parse(read('package.json')).scripts;
  for (const [, token] of text.matchAll(/`([^`\s]+)`/g)) {
    const isPath = /^(app|components|server|prisma|public|e2e|docs|scripts|bench)\/[\w./()[\]-]+$/.test(token);
    if (isPath && !existsSync(token)) report(file, `names ${token}, which does not exist`);
  }
  for (const [, target] of text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)) {
    if (!existsSync(path.join(path.dirname(file), target))) report(file, `links to ${target}, which does not exist`);
  }
  for (const [, name] of text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)) {
    if (!scripts[name]) report(file, `names \`npm run ${name}\`, which package.json does not have`);
  }
}

/** Documents that code points at exist. */
function checkPointers(file, text) {
  for (const [document] of text.matchAll(/\bdocs\/[\w/-]+\.md\b/g)) {
    if (!existsSync(document)) report(file, `points at ${document}, which does not exist`);
  }
}

for (const file of code) {
  const text = read(file);
  for (const check of [checkName, checkSize, checkEnvironment, checkEvidence, checkMarks, checkPointers])
    check(file, text);
}
checkStyles();
const documents = ['README.md', 'CONTRIBUTING.md', ...sourceFiles(['docs'], /\.md$/)];
for (const file of documents) existsSync(file) ? checkDocument(file) : report(file, 'is missing');
for (const table of [LONG_FILES, READS_ENVIRONMENT, SILENT_TRANSACTIONS]) {
  for (const file of Object.keys(table))
    if (!existsSync(file)) report(file, 'is listed as an exception and does not exist');
}
for (const [folder, names] of Object.entries(NAMES_BY_FOLDER)) {
  for (const name of names) {
    if (!existsSync(`${folder}/${name}.ts`)) report(`${folder}/${name}.ts`, 'is listed as a name and does not exist');
  }
}

for (const finding of findings) console.error(finding);
console.log(`${code.length} files, ${documents.length} documents, ${findings.length} findings`);
process.exitCode = findings.length ? 1 : 0;
