export { type JudgedInterchange, judgeInterchange } from './judge-message.ts';
export { decodeEdifact, readEdifact } from './read-edifact.ts';
export { readX12 } from './read-x12.ts';
export { write997 } from './write-997.ts';
export { writeContrl } from './write-contrl.ts';
