import { quote, type RowFaults } from './row-fault.ts';

/** As events allow it in `subject`. */
const DOSSIER_ID = /^[A-Za-z0-9._\-/]{1,64}$/;

/** Makes the dossier id of a code and a unit, by the mapping's template; null where it would be none, which is noted. */
export function dossierId(
  template: string,
  heading: string,
): (code: string, unit: string, faults: RowFaults) => string | null {
  const make =
    template === '{code}'
      ? (code: string) => code
      : (code: string, unit: string) =>
          template.replaceAll('{code}', () => code).replaceAll('{unit}', () => unit);
  return (code, unit, faults) => {
    const id = make(code, unit);
    if (DOSSIER_ID.test(id)) return id;
    const detail = `${quote(id)} is not a dossier id: 1 to 64 of A-Z a-z 0-9 . _ - /`;
    faults.note(heading, 'dossier-invalid', detail);
    return null;
  };
}
