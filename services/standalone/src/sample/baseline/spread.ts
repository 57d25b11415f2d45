/**
 * Shares a whole number out in proportion to whole-number weights: any run of neighbours gets its share to within one, all
 * together exactly the total. `offset`, from 0 up to the sum of the weights, decides who gets what does not divide.
 */
export function spread(total: number, weights: readonly number[], offset = 0): readonly number[] {
  const sum = weights.reduce((so, weight) => so + weight, 0);
  let weightSoFar = 0;
  let givenSoFar = 0;
  return weights.map((weight) => {
    weightSoFar += weight;
    const upToHere = Math.floor((weightSoFar * total + offset) / sum);
    const given = upToHere - givenSoFar;
    givenSoFar = upToHere;
    return given;
  });
}
