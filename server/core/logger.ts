import { pino } from 'pino';

/** Structured log to stdout. Keys and cookies never reach it. */
export const logger = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: [
    'password',
    'key',
    'authorization',
    'cookie',
    '*.password',
    '*.key',
    '*.authorization',
    '*.cookie',
    'req.headers',
  ],
});
export type Logger = typeof logger;
