"""Small changes that make a learner's function right: such a change is a reason that is certain.

The source of the function is read, one change at a time is tried, and the function is checked again. To teach this
another change, write a function that yields words and changed code, and add it to `CERTAIN` or `POSSIBLE`. Where a
change may be right by accident, it yields a third thing: the code changed a little more, which must not be right.
"""

import ast
import builtins
import copy
import inspect
import itertools
import textwrap
import types
from functools import partial
from itertools import combinations, product

from gdlesson.exercises.notyet import Almost
from gdlesson.exercises.swaps import other_arguments, renewed, swaps

MOST = 400  # so many changes are tried


def repair(function, head, check, changes):
    """Return what is wrong with a function, if a small change makes it right, else ""."""
    code = code_of(function, head.name)
    if code is None:
        return ""
    tries = (each for change in changes for each in change(code, function, head))
    for _, (words, *codes) in zip(range(MOST), tries, strict=False):
        first, *more = [how_far(each, function, check) for each in codes]
        if first and all(each < first for each in more):
            return words
    return ""


def how_far(code, function, check):
    """Return 2 if a function of this code is right, 1 if it is almost, else 0."""
    try:
        check(compiled(code, function))
    except Exception as error:  # whatever a change of the code brings about
        return int(isinstance(error, Almost))
    return 2


def code_of(function, name):
    """Return the code of a function (or a lambda) as a tree; None if it cannot be read or built again."""
    if not isinstance(function, types.FunctionType) or function.__code__.co_freevars:
        return None
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, ValueError):
        return None
    found = [each for each in ast.walk(tree) if isinstance(each, (ast.FunctionDef, ast.Lambda))]
    if len(found) != 1 and not isinstance(tree.body[0], ast.FunctionDef):
        return None
    code = found[0]
    if isinstance(code, ast.Lambda):
        code = ast.FunctionDef(name, code.args, [ast.Return(code.body)], [], type_params=[])
    code.decorator_list, code.returns = [], None
    for each in ast.walk(code.args):
        if isinstance(each, ast.arg):
            each.annotation = None
    return ast.fix_missing_locations(code)


def compiled(code, function):
    """Return a function of this code, with the same names around it as the learner's."""
    scope = dict(function.__globals__)
    module = ast.fix_missing_locations(ast.Module([code], type_ignores=[]))
    exec(compile(module, "<a small change>", "exec"), scope)
    return scope[code.name]


def changed_everywhere(code, matches, replacement):
    """Return a copy of the code in which each node that matches is replaced, and whether there was one."""
    code, found = copy.deepcopy(code), []

    class Replacing(ast.NodeTransformer):
        def visit(self, node):
            node = self.generic_visit(node)
            if not matches(node):
                return node
            found.append(node)
            return replacement(node)

    code.body = [Replacing().visit(each) for each in code.body]
    return code, bool(found)


def operators(code, function, head):
    """Yield the code with another operator: / for //, and ** for ^ (which binds less tightly: both readings)."""
    for wrong, right, words in (
        (ast.FloorDiv, ast.Div, "// cuts off the decimals. Write /."),
        (ast.BitXor, ast.Pow, "^ is no power in Python. Write **."),
    ):
        changed, found = changed_everywhere(
            code,
            lambda node, wrong=wrong: isinstance(getattr(node, "op", None), wrong),
            lambda node, right=right: type(node)(**{**dict(ast.iter_fields(node)), "op": right()}),
        )
        if found:
            yield words, changed
            yield words, ast.parse(ast.unparse(code).replace(" ^ ", " ** ")).body[0]


def square_brackets(code, function, head):
    """Yield the code with np.array([a, b]) in place of np.array(a, b)."""
    changed, found = changed_everywhere(
        code,
        lambda node: (
            isinstance(node, ast.Call) and ast.unparse(node.func).endswith("array") and len(node.args) > 1
        ),
        lambda node: ast.Call(node.func, [ast.List(node.args, ast.Load())], []),
    )
    if found:
        yield "The square brackets are missing: np.array takes one list, as in np.array([…, …]).", changed


def rounding(code, function, head):
    """Yield the code without what loses decimals."""
    for name in ("round", "np.round", "int"):
        changed, found = changed_everywhere(
            code,
            lambda node, name=name: isinstance(node, ast.Call) and ast.unparse(node.func) == name,
            lambda node: node.args[0],
        )
        if found:
            yield f"{name} loses decimals. Remove it.", changed


def brackets(code, function, head):
    """Yield the code with brackets where they are often forgotten."""
    for matches, replacement in (
        (
            lambda node: is_(node, ast.Mult) and is_(node.left, ast.Div),
            lambda node: both(node.left.left, ast.Div, both(node.left.right, ast.Mult, node.right)),
        ),
        (
            lambda node: is_(node, ast.Add, ast.Sub) and is_(node.right, ast.Div, ast.Pow, ast.Mult),
            lambda node: both(
                both(node.left, type(node.op), node.right.left), type(node.right.op), node.right.right
            ),
        ),
    ):
        for place in [node for node in ast.walk(code) if isinstance(node, ast.BinOp) and matches(node)]:
            wrong = ast.unparse(place)
            right = replacement(place)
            changed, _ = changed_everywhere(
                code,
                lambda node, wrong=wrong: isinstance(node, ast.BinOp) and ast.unparse(node) == wrong,
                lambda node, right=right: copy.deepcopy(right),
            )
            yield f"Parentheses are missing: {wrong} should be {ast.unparse(right)}.", changed


def is_(node, *operators):
    """Tell whether a node is one of these operations."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, operators)


def both(left, operator, right):
    """Return an operation on two nodes."""
    return ast.BinOp(left, operator(), right)


def indentation(code, function, head):
    """Yield the code with a line moved into a loop, or with a return moved out of it."""
    changed = copy.deepcopy(code)
    for block in blocks(changed):
        for k, loop in enumerate(block):
            if not isinstance(loop, (ast.For, ast.While)):
                continue
            below = block[k + 1] if k + 1 < len(block) else None
            if isinstance(below, (ast.Expr, ast.Assign, ast.AugAssign)):
                loop.body.append(block.pop(k + 1))
                yield (
                    (
                        f"The line  {ast.unparse(below)}  stands below the loop, so it runs only once. Indent it, "
                        "so that it stands inside."
                    ),
                    copy.deepcopy(changed),
                )
                block.insert(k + 1, loop.body.pop())
            if isinstance(loop.body[-1], ast.Return) and len(loop.body) > 1:
                block.insert(k + 1, loop.body.pop())
                yield (
                    (
                        "The return stands inside the loop, so it ends in the first round. Move it to the left, "
                        "below the loop."
                    ),
                    copy.deepcopy(changed),
                )
                loop.body.append(block.pop(k + 1))


def blocks(code):
    """Yield every list of lines in the code."""
    for node in ast.walk(code):
        for name in ("body", "orelse"):
            if isinstance(getattr(node, name, None), list):
                yield getattr(node, name)


def names(code, function, head):
    """Yield the code with one of its arguments in place of a name from the notebook, or of an unknown name."""
    for name in names_around(code, function):
        where = (
            f"is not among the arguments of {head.name}" if name in function.__globals__ else "is not known here"
        )
        for argument in arguments_of(code):
            words = f"The name {name} {where}. Write {argument}."
            yield (
                words,
                *with_argument(code, argument, lambda name=name: lambda node: getattr(node, "id", "") == name),
            )


def with_argument(code, argument, matches):
    """Return the code with an argument in place of some nodes; and with one more than the argument."""
    name = ast.Name(argument, ast.Load())
    more = ast.BinOp(name, ast.Add(), ast.Constant(1))
    return [
        changed_everywhere(code, matches(), lambda node, new=new: copy.deepcopy(new))[0] for new in (name, more)
    ]


def names_around(code, function):
    """Return the names of data that a function takes from the notebook, and those that are unknown there."""
    used = [node for node in ast.walk(ast.Module(code.body, [])) if isinstance(node, ast.Name)]
    used.sort(key=lambda node: (node.lineno, node.col_offset))
    own = {*arguments_of(code), *(node.id for node in used if not isinstance(node.ctx, ast.Load)), *dir(builtins)}
    tools = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)
    around = dict.fromkeys(node.id for node in used if node.id not in own)
    return [name for name in around if not isinstance(function.__globals__.get(name), tools)]


def mentions(function, head, place):
    """Tell whether a function is known to mention the argument that it is given at this place."""
    code = code_of(function, head.name)
    names = [each.arg for each in (*code.args.posonlyargs, *code.args.args)] if code else []
    return place < len(names) and names[place] in names_in(code)


def names_in(code):
    """Return the names that stand in the lines of a function."""
    return {node.id for node in ast.walk(ast.Module(code.body, [])) if isinstance(node, ast.Name)}


def from_the_notebook(function, head):
    """Return a warning if a function takes data from the notebook, which is likely why its answers are wrong."""
    code = code_of(function, head.name)
    names = names_around(code, function) if code else []
    if not names:
        return ""
    return f"It uses {' and '.join(names)} from the notebook. Use only what it is given."


def numbers(code, function, head):
    """Yield the code with one of its arguments in place of a number, everywhere or in some places."""
    found = {}
    for node in ast.walk(ast.Module(code.body, [])):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            found[node.value] = found.get(node.value, 0) + 1
    for value, many in found.items():
        some = [each for n in (many, 1, 2) if n <= many for each in combinations(range(many), n)]
        for argument, places in product(arguments_of(code), some):
            if argument in beside(code, value) or value == 1 and beside(code, value):
                continue
            words = f"The number {value:g} stands where {argument} belongs."
            yield words, *with_argument(code, argument, partial(one_of, value, places))


def beside(code, value):
    """Return what is added to a number, or subtracted: one argument of the two hardly ever belongs there."""
    found = set()
    for node in ast.walk(ast.Module(code.body, [])):
        if is_(node, ast.Add, ast.Sub):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if getattr(one, "value", None) == value:
                    found.add(ast.unparse(other))
    return found


def one_of(value, places):
    """Return what tells whether a node is one of these places in which a number stands."""
    seen = itertools.count()
    return lambda node: isinstance(node, ast.Constant) and node.value == value and next(seen) in places


def arguments_of(code):
    """Return the names of the arguments of a function: those first that it does not use."""
    named = [each.arg for each in (*code.args.posonlyargs, *code.args.args, *code.args.kwonlyargs)]
    used = names_in(code)
    return sorted(named, key=lambda name: name in used)


CERTAIN = [operators, square_brackets, indentation, rounding, brackets, renewed, names, numbers]
POSSIBLE = [swaps, other_arguments]  # a mistake that is known by name says more
