export { type RiskInput, scoreRisk } from './score-risk.ts';
