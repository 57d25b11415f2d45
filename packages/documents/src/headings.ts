import type { PrintedHeading, PrintedTable } from '@sohoso/report';

/** A heading and the cell where it begins, both counted from 0. */
export interface PlacedHeading extends PrintedHeading {
  readonly row: number;
  readonly column: number;
}

/**
 * Where each heading stands, row by row: the next cell that no heading from above covers. Throws a RangeError where the
 * headings do not cover all columns of all their rows exactly once.
 */
export function placedHeadings({ headings, columns, label, title }: PrintedTable): PlacedHeading[] {
  const taken = headings.map(() => new Array<boolean>(columns.length).fill(false));
  const broken = (row: number) =>
    new RangeError(
      `table “${label ?? title}”, heading row ${row + 1}: does not fit the ${columns.length} columns`,
    );
  const placed: PlacedHeading[] = [];
  headings.forEach((cells, row) => {
    for (const heading of cells) {
      const column = taken[row]?.indexOf(false) ?? -1;
      if (column < 0) throw broken(row);
      for (let r = row; r < row + heading.rows; r++)
        for (let c = column; c < column + heading.columns; c++) {
          if (taken[r]?.[c] !== false) throw broken(row);
          taken[r]?.splice(c, 1, true);
        }
      placed.push({ ...heading, row, column });
    }
    if (taken[row]?.includes(false)) throw broken(row);
  });
  return placed;
}
