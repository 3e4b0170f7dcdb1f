export { type RiskInput, scoreRisk, valueShare } from './score-risk.ts';
