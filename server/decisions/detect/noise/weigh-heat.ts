/** Activation energy in kJ/mol that USP <1079.2> and ICH take where none is measured, and the gas constant in kJ/(mol·K). */
const ACTIVATION = 83.144;
const GAS = 8.3144e-3;
const RATE = ACTIVATION / GAS;
const KELVIN = 273.15;
/** A silence longer than this says nothing about the heat within it, in minutes. */
const LONGEST_GAP = 60;

/** What readings so far come to: the weighted sum of exp(−ΔH/RT) and the minutes behind it. */
export type Heat = { sum: number; minutes: number };
export const NO_HEAT: Heat = { sum: 0, minutes: 0 };

/** Adds the time a temperature stood: from its reading to the next, at most an hour of silence. Celsius and minutes. */
export function addHeat(heat: Heat, celsius: number, stoodMinutes: number): Heat {
  const minutes = Math.min(Math.max(stoodMinutes, 0), LONGEST_GAP);
  return { sum: heat.sum + minutes * Math.exp(-RATE / (celsius + KELVIN)), minutes: heat.minutes + minutes };
}

/**
 * Mean kinetic temperature in degrees Celsius: the one temperature that would have degraded goods as much as the ones there
 * were. T = (ΔH/R) / −ln(Σ wᵢ·exp(−ΔH/R·Tᵢ)), each reading weighing the time it stood; USP <1079.2> Mean Kinetic Temperature,
 * after Haynes (1971), takes equal times. Null before any time has passed.
 */
export function meanKinetic({ sum, minutes }: Heat): number | null {
  if (minutes <= 0 || sum <= 0) return null;
  return Math.round((RATE / -Math.log(sum / minutes) - KELVIN) * 100) / 100;
}
