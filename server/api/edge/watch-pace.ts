import type { ServerResponse } from 'node:http';
import { DomainError } from '../../core/errors.ts';
import { LEAST_BYTES_PER_SECOND, LINGER_SECONDS, SLOW_SECONDS } from './constants.ts';
import type { MeteredRequest } from './meter-request.ts';
import { writeRefusal } from './write-problem.ts';

type Entry = {
  request: MeteredRequest;
  response: ServerResponse;
  /** Bytes that had arrived at the seconds in which the body was read, oldest first. */
  arrived: number[];
  /** The response has been sent, or never will be. */
  over: boolean;
  secondsOver: number;
  /** Its answer waited for the reader, and has a time-out since. */
  limited: boolean;
};

const TOO_SLOW = new DomainError(
  'too_slow',
  `The body came slower than ${LEAST_BYTES_PER_SECOND / 1000} kB a second for ${SLOW_SECONDS} seconds. Send it again, in smaller parts where it can be parted.`,
);

export type PaceWatch = {
  /** Follows a request until it is over. */
  add(request: MeteredRequest, response: ServerResponse): void;
  /** Answers a request with a refusal before its body is whole, takes nothing more of it, and hangs up. */
  end(request: MeteredRequest, response: ServerResponse, refused: DomainError): void;
  /** Judges every request that is under way. To be called once a second; a second that the process itself lost counts as none. */
  tick(): void;
  /** Answers that wait for their reader. */
  waiting(): number;
  /** Requests that were ended because they were too slow, since the start. */
  ended(): number;
};

/**
 * Ends what is too slow to be waited for: bodies that trickle in, bodies that go on after their answer, answers that nobody takes.
 * @param unreadAnswerMs how long an answer may wait without any of it being taken.
 * A body is judged only while it is read: a sender that waits for us is not slow. Websockets are none of its business.
 */
export function watchPace(unreadAnswerMs: number): PaceWatch {
  const open = new Set<Entry>();
  let ended = 0;

  const end: PaceWatch['end'] = (request, response, refused) => {
    if (request.wasCut) return;
    request.cut(); // what it holds stays charged until its reader has let go of it, at the end of the connection
    const { socket } = request;
    if (response.headersSent || response.socket !== socket) return void socket.destroy();
    writeRefusal(socket, refused);
    setTimeout(() => socket.destroy(), LINGER_SECONDS * 1_000).unref();
  };

  const judgeBody = (entry: Entry) => {
    const { request, response, arrived } = entry;
    if (entry.over || request.wasCut) {
      entry.secondsOver += 1;
      if (entry.secondsOver > LINGER_SECONDS) request.socket.destroy();
      return;
    }
    if (request.readableLength >= request.readableHighWaterMark) return; // it waits for us
    arrived.push(request.arrived);
    const first = arrived.length > SLOW_SECONDS ? arrived.shift() : undefined;
    if (first === undefined || request.arrived - first >= LEAST_BYTES_PER_SECOND * SLOW_SECONDS) return;
    ended += 1;
    end(request, response, TOO_SLOW);
  };

  return {
    end,
    add: (request, response) => {
      const entry: Entry = { request, response, arrived: [0], over: false, secondsOver: 0, limited: false };
      open.add(entry);
      response.once('close', () => {
        entry.over = true;
        request.release();
        if (request.complete) open.delete(entry);
      });
    },
    tick: () => {
      for (const entry of open) {
        const { request, response, over } = entry;
        const { socket } = request;
        if (socket.destroyed || (over && request.complete)) {
          request.release();
          open.delete(entry);
        } else if (request.wasCut && request.complete) socket.destroy();
        else if (!request.complete) judgeBody(entry);
        else if (response.headersSent && response.writableLength > 0 && !entry.limited) {
          // Node's own time-out of a socket knows of a large answer whether any of it is taken; nothing else here could see it.
          entry.limited = true;
          socket.setTimeout(unreadAnswerMs); // nobody listens to it, so the server then destroys the socket; it ends with the answer
        }
      }
    },
    waiting: () => [...open].filter(({ response }) => response.headersSent && response.writableLength > 0).length,
    ended: () => ended,
  };
}
