export { type CheckedSignal, checkSignal } from './check-signal.ts';
export { examineSignals, type Prospect } from './examine-signals.ts';
export { type Bucket, refill, secondsUntilMore } from './limit-rate.ts';
export { type Intake, openIntake, type SourceContext } from './open-intake.ts';
export { quarantineId } from './quarantine-signals.ts';
export { isEvaluated, type Lag, nextSignalSql, readLag, readProgress, waitsSql } from './read-progress.ts';
export { SIGNAL_CHANNEL } from './write-signals.ts';
