const ACCENTS = /\p{M}/gu;
const D_BARRED = /đ/g;
const WHITE_SPACE = /\s+/g;
const ENDS = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;
const BETWEEN_WORDS = /[^a-z0-9]+/g;

/**
 * A text as it is compared: lower case, without accents, `đ` as `d`, white space collapsed, punctuation at the ends left
 * out. `"  Ngày  HẸN trả: "` and `"Ngay hen tra"` are the same heading.
 */
export function normalize(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(ACCENTS, '')
    .replace(D_BARRED, 'd')
    .replace(WHITE_SPACE, ' ')
    .replace(ENDS, '');
}

/** A text as a code: `Đất đai` becomes `dat-dai`. */
export function slug(text: string): string {
  return normalize(text).replace(BETWEEN_WORDS, '-');
}
