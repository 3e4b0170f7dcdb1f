/* What has to be there before anything runs: packages and a build. Plain Node, because it works before node_modules exists. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..');
const OLDEST_NODE = 20;

const inRoot = (...parts) => path.join(ROOT, ...parts);
const readJson = (file) => JSON.parse(readFileSync(inRoot(file), 'utf8'));

/** The Node that came with the packages (24), whatever the host has. Only after ensureInstalled. */
export const node24 = () => inRoot('node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** A message for a person, and the end of the command, without a stack. */
export class Refusal extends Error {}

/** Runs a command to its end with its output shown. @throws Refusal when it fails. */
export async function runCommand(command, args, env = {}) {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  if (code !== 0) throw new Refusal(`\`${path.basename(command)} ${args.join(' ')}\` failed (exit code ${code}).`);
}

/** Whether every package that the lock file names for this machine is there, at that version. */
function isInstalled() {
  if (!existsSync(inRoot('node_modules/.package-lock.json')) || !existsSync(node24())) return false;
  const wanted = readJson('package-lock.json').packages;
  const have = readJson('node_modules/.package-lock.json').packages;
  const matches = ([name, { version, optional }]) => !name || optional || have[name]?.version === version;
  return Object.entries(wanted).every(matches);
}

/** Installs the packages when they are missing or not those of the lock file. */
export async function ensureInstalled(say) {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE) {
    throw new Refusal(`This needs Node ${OLDEST_NODE} or newer; ${process.version} is what runs.`);
  }
  if (isInstalled()) return;
  say('Installing packages (npm ci) …');
  // npm replaces node_modules, so it must not run on the Node in there.
  const PATH = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => !folder.endsWith(path.join('node_modules', '.bin')))
    .join(path.delimiter);
  await runCommand('npm', ['ci', '--loglevel=error', '--no-fund', '--no-audit'], { PATH });
}

const BUILT_FROM = ['app', 'components', 'server', 'prisma/schema', 'public'];
const BUILT_FROM_FILES = [
  'package-lock.json',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'scripts/build.mjs',
];
const BUILD_RECORD = 'dist/build.json';

function walk(folder) {
  if (!existsSync(inRoot(folder))) return [];
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : walk(file);
    return /\.test\.tsx?$/.test(file) ? [] : [file];
  });
}

/** SHA-256 over everything a build is made from. */
export function sourceHash() {
  const hash = createHash('sha256');
  for (const file of [...BUILT_FROM.flatMap(walk), ...BUILT_FROM_FILES].sort()) {
    if (existsSync(inRoot(file)))
      hash
        .update(`${file}\0`)
        .update(readFileSync(inRoot(file)))
        .update('\0');
  }
  return hash.digest('hex');
}

/** Notes what the build that now stands was made from. */
export function recordBuild(hash) {
  mkdirSync(inRoot('dist'), { recursive: true });
  writeFileSync(inRoot(BUILD_RECORD), `${JSON.stringify({ sources: hash })}\n`);
}

/** Builds when there is no build of these very sources. */
export async function ensureBuilt(say) {
  const built = existsSync(inRoot(BUILD_RECORD)) && existsSync(inRoot('.next/BUILD_ID'));
  if (built && readJson(BUILD_RECORD).sources === sourceHash()) return;
  say('Building …');
  await runCommand(node24(), [inRoot('scripts/build.mjs')]);
}
