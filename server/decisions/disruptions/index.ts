export { rankOf, severityOf } from './rules.ts';
export { tellClosing, tellOverdue, titleOf } from './tell-case.ts';
