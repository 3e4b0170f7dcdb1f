export { advanceStream } from './advance-stream.ts';
export { applySignals } from './apply-signals.ts';
export { applyWorld } from './apply-world.ts';
export { evaluatedSql } from './evaluated-sql.ts';
export { findGoods, type Goods } from './find-goods.ts';
export { listNetwork, readPositionView, readShipment } from './network/index.ts';
export { readFacts, readSignalBatch } from './queries.ts';
export { readLineFact } from './read-line-fact.ts';
export { dueInstant, lineKeyOf, worldTimeOf } from './rules.ts';
