import { createServer, type Server, type ServerResponse } from 'node:http';
import { DomainError } from '../../core/errors.ts';
import { addressOf, claimBody } from './claim-body.ts';
import { CHECK_MS, HEADERS_MS, MAX_PAGE_BODY_BYTES, REQUEST_MS, UNREAD_ANSWER_MS } from './constants.ts';
import { MeteredRequest, tooLarge } from './meter-request.ts';
import { openBudgets } from './open-budgets.ts';
import { type PaceWatch, watchPace } from './watch-pace.ts';

export type EdgeServer = Server<typeof MeteredRequest>;
export type Answer = (request: MeteredRequest, response: ServerResponse) => void;

export type Edge = {
  server: EdgeServer;
  /** Begins to answer. To be called after socket.io, which would keep requests of its own from a listener that it finds. */
  attach(): void;
  /** Requests sent away since the start: ended because they were too slow, and refused because too much was under way. */
  load(): { slow: number; refused: number };
  /** Bytes of bodies that are held now. */
  held(): number;
  pace: PaceWatch;
  /** Ends the watch; the server is closed by who listens with it. */
  close(): void;
};

/**
 * The HTTP server with bounds on what one caller may take of it: headers and bodies that trickle are ended, and bodies are charged
 * to who sends them as they arrive. Upgraded sockets are let alone.
 * @param answer answers every request, but for those of socket.io, which listens by itself.
 * @param claims whether who answers an address bounds its bodies by itself, and charges them (`MeteredRequest.claim`). Bodies of all
 *   others are charged to the address they come from, seen from behind `proxies` proxies, and bounded by `MAX_PAGE_BODY_BYTES`.
 */
export function openEdge(
  answer: Answer,
  claims: (url: string) => boolean,
  { budgets = openBudgets(), unreadAnswerMs = UNREAD_ANSWER_MS, ticking = true, proxies = 0 } = {},
): Edge {
  const server: EdgeServer = createServer({
    IncomingMessage: MeteredRequest,
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: CHECK_MS,
  });
  const pace = watchPace(unreadAnswerMs);
  const timer = ticking ? setInterval(pace.tick, 1_000).unref() : undefined;
  let refused = 0;

  const take = (request: MeteredRequest, response: ServerResponse) => {
    request.budgets = budgets;
    request.onRefused = () => {
      refused += 1;
    };
    request.onOverflow = (why) => pace.end(request, response, why);
    pace.add(request, response);
    if (!claims(request.url ?? '')) {
      request.most = MAX_PAGE_BODY_BYTES;
      const why = refusalOfPage(request, proxies);
      if (why) return request.onOverflow(why);
    }
    answer(request, response);
  };
  // A sender that asks first is told to go on when its body is asked for: whoever is refused before sends none.
  server.on('checkContinue', (request, response) => {
    request.onFirstRead = () => response.headersSent || response.writeContinue();
    server.emit('request', request, response);
  });

  return {
    server,
    attach: () => void server.prependListener('request', take),
    pace,
    load: () => ({ slow: pace.ended(), refused }),
    held: () => budgets.signals.used() + budgets.files.used() + budgets.pages.used(),
    close: () => clearInterval(timer),
  };
}

/** Charges a body to the address it comes from. @returns why it is not taken, or null. */
function refusalOfPage(request: MeteredRequest, proxies: number): DomainError | null {
  if (Number(request.headers['content-length'] ?? 0) > MAX_PAGE_BODY_BYTES) return tooLarge(MAX_PAGE_BODY_BYTES);
  try {
    claimBody(request, 'pages', `address:${addressOf(request, proxies)}`);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
