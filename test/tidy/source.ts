/** A TypeScript or JavaScript file taken apart, as far as the tidy spec asks. */
import { type Node, parseSync, type Span, Visitor } from 'oxc-parser';
import { read } from './repository.ts';

export interface Part {
  readonly line: number;
  readonly text: string;
}

export interface Source {
  readonly path: string;
  readonly commentLines: number;
  readonly comments: readonly Part[];
  /** Without suites: a function whose own body calls describe or it is as long as its list of specs. */
  readonly functions: readonly { readonly line: number; readonly lines: number }[];
  /** Every `a.b`, as written. */
  readonly members: readonly Part[];
  readonly calls: readonly Part[];
  /** The modules of types written as `import('…').Type`. */
  readonly importTypes: readonly Part[];
}

export function parse(path: string): Source {
  const text = read(path);
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);

  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const linesOf = ({ start, end }: Span): number => lineOf(end) - lineOf(start) + 1;
  const part = ({ start, end }: Span): Part => ({ line: lineOf(start), text: text.slice(start, end) });

  const members: Part[] = [];
  const calls: Part[] = [];
  const importTypes: Part[] = [];
  const functions: Source['functions'][number][] = [];

  // The functions around the node being visited, innermost last.
  const around: { isSuite: boolean }[] = [];
  const enter = () => void around.push({ isSuite: false });
  const leave = (node: Node) => {
    if (around.pop()?.isSuite === false) functions.push({ line: lineOf(node.start), lines: linesOf(node) });
  };

  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    MemberExpression: (node) => void members.push(part(node)),
    TSImportType: (node) => void importTypes.push(part(node.source)),
    CallExpression(node) {
      const call = part(node);
      calls.push(call);
      const inner = around.at(-1);
      if (inner && /^(describe|it|test)\b/.test(call.text)) inner.isSuite = true;
    },
  }).visit(program);

  const commented = comments.flatMap(({ start, end }) => linesBetween(lineOf(start), lineOf(end)));
  return {
    path,
    commentLines: new Set(commented).size,
    comments: comments.map(part),
    functions,
    members,
    calls,
    importTypes,
  };
}

const linesBetween = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, n) => first + n);
