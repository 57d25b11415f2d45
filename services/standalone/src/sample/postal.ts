import type { Leg } from './leg.ts';
import type { Random } from './random.ts';

/** Counted at the provincial centre, which serves the departments; per unit nothing is published. */
const POSTAL_INTAKE = 27;
const POSTAL_RETURNS = 297;

/** Licences and criminal-record certificates go by post far more often than other papers. */
const INTAKE_WEIGHTS: Readonly<Record<string, number>> = { 'so-gtvt': 8, 'so-tu-phap': 8, 'so-nnptnt': 1 };
const RETURN_WEIGHTS: Readonly<Record<string, number>> = { 'so-gtvt': 6, 'so-tu-phap': 6, 'so-tnmt': 3 };

export function choosePostal(random: Random, legs: readonly Leg[]): void {
  for (const leg of legs) leg.returnedVia = drawReturn(random, leg);
  const departments = legs.filter((leg) => leg.profile.level === 'department');
  const intake = departments.filter((leg) => leg.pool.name === 'fresh' && leg.channel === 'direct');
  for (const leg of random.sample(intake, POSTAL_INTAKE, (leg) => INTAKE_WEIGHTS[leg.profile.unit] ?? 3)) {
    leg.channel = 'postal';
  }
  const results = departments.filter((leg) => leg.pool.name !== 'earlier' && reachesCitizen(leg));
  for (const leg of random.sample(results, POSTAL_RETURNS, (leg) => RETURN_WEIGHTS[leg.profile.unit] ?? 1)) {
    leg.returnedVia = 'postal';
  }
}

/** The result of a forwarded leg goes to the unit that asked, unless that unit has let go of the dossier. */
function reachesCitizen(leg: Leg): boolean {
  const isAnswerToUnit = leg.sender !== null && leg.sender.closedBy !== 'release';
  return leg.close !== null && leg.closedBy === 'result' && !isAnswerToUnit;
}

function drawReturn(random: Random, leg: Leg): Leg['returnedVia'] {
  if (!reachesCitizen(leg) || random.chance(0.05)) return null;
  const isEarlierInDepartment = leg.pool.name === 'earlier' && leg.profile.level === 'department';
  if (isEarlierInDepartment && random.chance(0.12)) return 'postal';
  return leg.channel === 'online' && random.chance(0.5) ? 'online' : 'direct';
}
