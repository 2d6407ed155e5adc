"""One operator, argument or number of a learner's code in place of another: small changes for `repairs`.

Each function yields words and changed code, and a third thing where the change may be right by accident.
"""

import ast
import copy
from itertools import chain

ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def swaps(code, function, head):
    """Yield the code with one small part of one expression changed: "x + 1 should be x - 1"."""
    for node in operations(code):
        before = ast.unparse(node)
        for after in chain(other_operators(node), without_a_term(node), other_powers(node)):
            yield f"{before} should be {ast.unparse(after)}.", replaced(code, node, after)


def renewed(code, function, head):
    """Yield the code without a line that gives one of its arguments a value of its own."""
    arguments = {each.arg for each in code.args.args}
    for node in code.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, (ast.Constant, ast.List, ast.UnaryOp)):
            names = {each.id for each in node.targets if isinstance(each, ast.Name)} & arguments
            if names and len(code.body) > 1:
                (name,) = names
                line = ast.unparse(node)
                yield (
                    f"The line  {line}  throws away the {name} that is given. Remove it.",
                    replaced(code, node),
                )


def other_arguments(code, function, head):
    """Yield the code with one argument in place of another, in one place."""
    arguments = [each.arg for each in code.args.args]
    for node in ast.walk(ast.Module(code.body, [])):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in arguments:
            for name in arguments:
                if name != node.id:
                    words, new = f"{node.id} stands where {name} belongs.", ast.Name(name, ast.Load())
                    more = ast.BinOp(new, ast.Add(), ast.Constant(1))
                    yield words, replaced(code, node, new), replaced(code, node, more)


def operations(code):
    """Yield the operations and comparisons in the lines of a function."""
    for node in ast.walk(ast.Module(code.body, [])):
        if isinstance(node, (ast.BinOp, ast.Compare)):
            yield node


def other_operators(node):
    """Yield an operation with another operator."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC):
        for operator in ARITHMETIC:
            if not isinstance(node.op, operator):
                yield ast.BinOp(node.left, operator(), node.right)
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], COMPARISONS):
        for operator in COMPARISONS:
            if not isinstance(node.ops[0], operator):
                yield ast.Compare(node.left, [operator(), *node.ops[1:]], node.comparators)


def without_a_term(node):
    """Yield one side of an operation with a number, such as n of n + 1 and x of x**2."""
    if isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant):
        yield node.left
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant):
        yield node.right


def other_powers(node):
    """Yield a power with the next smaller or larger exponent."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant):
        for more in (-1, 1):
            if type(node.right.value) is int:
                yield ast.BinOp(node.left, ast.Pow(), ast.Constant(node.right.value + more))


def replaced(code, node, new=None):
    """Return a copy of the code with another node in the place of one, or without it."""

    class Replacing(ast.NodeTransformer):
        def visit(self, each):
            return copy.deepcopy(new) if each is twin else self.generic_visit(each)

    memo = {}
    code = copy.deepcopy(code, memo)
    twin = memo[id(node)]
    code.body = [each for each in map(Replacing().visit, code.body) if each is not None]
    return code
