import jsep from 'jsep';
import { type ValueError, valueError } from '../validation/validation-reasons.ts';
import { isClusterFigure } from './figure-names.ts';

/** What a formula reads names from; `undefined` means no data. */
export type FormulaFigures = (name: string) => number | undefined;

const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  ceil: Math.ceil,
  floor: Math.floor,
  abs: Math.abs,
};
const OPERATORS: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};
const ALLOWED =
  '+ - * / ( ), numbers, names of metrics, workers, ready, desired, busy, pending, cluster.desired, cluster.pending, cluster.reserved, min, max, ceil, floor and abs';

class FormulaFault extends Error {
  readonly fault: ValueError;

  constructor(fault: ValueError) {
    super(fault.message);
    this.fault = fault;
  }
}

type Node =
  | { type: 'number'; value: number }
  | { type: 'name'; name: string }
  | { type: 'negate'; operand: Node }
  | { type: 'operation'; operator: string; left: Node; right: Node }
  | { type: 'call'; name: string; values: Node[] };

export interface Formula {
  /** Names the formula reads, each once. */
  readonly names: readonly string[];
  /** The value, or `undefined` when a name has no data, or a step of it is not a finite number (a division by zero). */
  evaluate(figures: FormulaFigures): number | undefined;
}

/** What is wrong with a formula's text, or `undefined` when {@link compileFormula} would accept it. */
export function formulaFault(text: string): ValueError | undefined {
  try {
    compileFormula(text);
    return undefined;
  } catch (fault) {
    if (fault instanceof FormulaFault) return fault.fault;
    throw fault;
  }
}

/** Cached: each text is parsed once, because every decision needs the formula. */
const formulas = new Map<string, Formula>();
const MOST_FORMULAS = 10_000;

/** Parses a formula. Throws with a sentence for the author when it holds anything but arithmetic. */
export function compileFormula(text: string): Formula {
  const known = formulas.get(text);
  if (known) return known;
  if (formulas.size >= MOST_FORMULAS) formulas.clear();
  const formula = parsed(text);
  formulas.set(text, formula);
  return formula;
}

function parsed(text: string): Formula {
  const names = new Set<string>();
  const root = toNode(parse(text), names, text);
  return {
    names: [...names],
    evaluate: (figures) => finite(evaluate(root, figures)),
  };
}

function parse(text: string): jsep.Expression {
  try {
    return jsep(text);
  } catch (cause) {
    throw new FormulaFault(valueError('', 'formula-syntax', { written: text, why: (cause as Error).message }));
  }
}

function toNode(expression: jsep.Expression, names: Set<string>, written: string): Node {
  const node = expression as jsep.CoreExpression;
  switch (node.type) {
    case 'Literal':
      if (typeof node.value !== 'number') break;
      return { type: 'number', value: node.value };
    case 'Identifier':
      names.add(node.name);
      return { type: 'name', name: node.name };
    case 'MemberExpression': {
      const [object, property] = [node.object, node.property] as jsep.CoreExpression[];
      if (node.computed || object?.type !== 'Identifier' || property?.type !== 'Identifier') break;
      const name = `${object.name}.${property.name}`;
      if (!isClusterFigure(name)) break;
      names.add(name);
      return { type: 'name', name };
    }
    case 'UnaryExpression':
      if (node.operator !== '-') break;
      return { type: 'negate', operand: toNode(node.argument, names, written) };
    case 'BinaryExpression':
      if (!Object.hasOwn(OPERATORS, node.operator)) break;
      return {
        type: 'operation',
        operator: node.operator,
        left: toNode(node.left, names, written),
        right: toNode(node.right, names, written),
      };
    case 'CallExpression': {
      const callee = node.callee as jsep.CoreExpression;
      if (callee.type !== 'Identifier' || !Object.hasOwn(FUNCTIONS, callee.name)) break;
      const takesSeveral = callee.name === 'min' || callee.name === 'max';
      const given = node.arguments.length;
      if (given === 0 || (given > 1 && !takesSeveral)) {
        throw new FormulaFault(
          valueError('', 'formula-arguments', { written, name: callee.name, takesSeveral, given }),
        );
      }
      return { type: 'call', name: callee.name, values: node.arguments.map((value) => toNode(value, names, written)) };
    }
  }
  throw new FormulaFault(valueError('', 'formula-not-arithmetic', { written, allowed: ALLOWED }));
}

const finite = (value: number | undefined): number | undefined => (Number.isFinite(value) ? value : undefined);

function evaluate(node: Node, figures: FormulaFigures): number | undefined {
  switch (node.type) {
    case 'number':
      return node.value;
    case 'name':
      return figures(node.name);
    case 'negate': {
      const value = evaluate(node.operand, figures);
      return value === undefined ? undefined : -value;
    }
    case 'operation': {
      const left = evaluate(node.left, figures);
      const right = evaluate(node.right, figures);
      if (left === undefined || right === undefined) return undefined;
      // A division by zero is missing data, also where min, max or a further division would make a number of it.
      return finite(OPERATORS[node.operator]?.(left, right));
    }
    case 'call': {
      const values: number[] = [];
      for (const argument of node.values) {
        const value = evaluate(argument, figures);
        if (value === undefined) return undefined;
        values.push(value);
      }
      return FUNCTIONS[node.name]?.(...values);
    }
  }
}
