// Asks /healthz on a fixed schedule, from a thread of its own, so that whoever makes the load cannot delay the question. Each question
// has a connection to itself: one that waits for its answer is no reason for the next to wait.
import http from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const EVERY_MS = 10;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1_000 });
const open = new Set();
let taken = [];

function ask(due) {
  open.add(due);
  const over = () => {
    if (open.delete(due)) taken.push(performance.now() - due);
  };
  http.get(workerData, { agent }, (response) => response.resume().once('end', over)).once('error', over);
}

// What is still without an answer counts as what it has waited so far.
parentPort.on('message', () => {
  const now = performance.now();
  parentPort.postMessage([...taken, ...[...open].map((due) => now - due)]);
  taken = [];
});

for (let due = performance.now(); ; due += EVERY_MS) {
  const wait = due - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  ask(due);
}
