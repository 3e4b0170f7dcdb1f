// Asks /healthz on a fixed schedule, from a thread of its own, so that whoever makes the load cannot delay the question.
import http from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const EVERY_MS = 10;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let taken = [];

const ask = () =>
  new Promise((resolve) => {
    const request = http.get(workerData, { agent }, (response) => response.resume().once('end', resolve));
    request.once('error', resolve);
  });

parentPort.on('message', () => {
  parentPort.postMessage(taken);
  taken = [];
});

for (let due = performance.now(); ; due += EVERY_MS) {
  const wait = due - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  await ask();
  // From when it was due: a question that waited behind one without an answer waited as well.
  taken.push(performance.now() - due);
}
