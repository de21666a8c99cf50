"""Shapes that programs of this field have, each in one of many variants: wavefronts, searches, histograms, slices, swaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.fuzzing.drawing import ArrayKind, Counter, Drawing

Idiom = Callable[[Drawing, int, Sequence[Counter]], None]


def _array(drawing: Drawing, rank: int = 0, kind: str = "") -> ArrayKind | None:
    fitting = [a for a in drawing.arrays
               if not a.is_index and (not rank or len(a.sizes) == rank) and (not kind or a.kind == kind)]
    return drawing.random.choice(fitting) if fitting else None


def _letters(around: Sequence[Counter], count: int) -> list[str]:
    """Names of counters that are free here."""
    used = {counter.name for counter in around}
    return [letter for letter in "ijklpquv" if letter not in used][:count]




def wavefront(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """A recurrence in place with uniform distances, with or without a loop over time, at times backwards."""
    random = drawing.random
    array = _array(drawing, 2) or _array(drawing)
    if array is None or len(around) > 1:
        return dot(drawing, depth, around)
    names = _letters(around, len(array.sizes) + 1)
    if drawing.chance(3):
        drawing.add(depth, f"for {names[-1]} in range({random.choice(['2', 'step'])}):")
        depth += 1
    for name, size in zip(names, array.sizes, strict=False):
        bounds = random.choice([f"1, {size} - 1"] * 4 + [f"{size} - 2, 0, -1", f"1, {size} - 1, 2"])
        drawing.add(depth, f"for {name} in range({bounds}):")
        depth += 1
    parts = []
    for _ in range(random.randrange(2, 5)):
        offsets = [random.choice((-1, -1, 0, 0, 1)) for _ in array.sizes]
        source = random.choice([array.name] * 3 + [a.name for a in drawing.arrays if a.sizes == array.sizes])
        parts.append(f"{source}[{', '.join(_shifted(n, o) for n, o in zip(names, offsets, strict=False))}]")
    target = f"{array.name}[{', '.join(names[:len(array.sizes)])}]"
    value = " + ".join(parts)
    if drawing.chance(4):
        value = f"max({parts[0]}, {' + '.join(parts[1:])})"
    drawing.add(depth, f"{target} = ({value}) {'/ 5.0' if drawing.rounds and array.kind == 'float' else '% 9'}")
    return None


def _shifted(name: str, offset: int) -> str:
    return f"{name} {'-' if offset < 0 else '+'} {abs(offset)}" if offset else name


def search(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """The smallest or largest element and where it is, the first or the last of equal ones."""
    array = _array(drawing)
    if array is None:
        return
    i, best, at = _letters(around, 1)[0], drawing.fresh("best"), drawing.fresh("at")
    head = f"{array.name}[{''.join(drawing.subscript(size, around) + ', ' for size in array.sizes[:-1])}"
    drawing.add(depth, f"{best} = {head}0]")
    drawing.add(depth, f"{at} = {drawing.random.choice(['0', '0', '-1'])}")
    drawing.add(depth, f"for {i} in range({drawing.random.choice(['1, ', '', ''])}{array.sizes[-1]}):")
    drawing.add(depth + 1, f"if {head}{i}] {drawing.random.choice(['<', '>', '<=', '>='])} {best}:")
    drawing.add(depth + 2, f"{best} = {head}{i}]")
    drawing.add(depth + 2, f"{at} = {i}")
    drawing.add(depth, f"c += {at}")
    drawing.add(depth, f"s += {best}")
    return


def histogram(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """Counts of values, or sums through an index array."""
    target, source = _array(drawing, 1), _array(drawing)
    if target is None or source is None:
        return dot(drawing, depth, around)
    i, size = _letters(around, 1)[0], target.sizes[0]
    value = f"{source.name}[{''.join(drawing.subscript(other, around) + ', ' for other in source.sizes[:-1])}{i}]"
    drawing.add(depth, f"for {i} in range({source.sizes[-1]}):")
    index = f"int({value}) % {size}"
    if drawing.chance(2):
        drawing.add(depth + 1, f"c = {index}" if drawing.chance(2) else f"c = abs({index})")
        index = "c"
    drawing.add(depth + 1, f"{target.name}[{index}] {drawing.random.choice(['+=', '+=', '-=', '='])} "
                           f"{drawing.random.choice(['1', '2', value, i])}")
    return None


def slices(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """An array expression on slices: shifted, reversed, rows, columns, reductions."""
    random = drawing.random
    array, other = _array(drawing), _array(drawing)
    if array is None or other is None:
        return
    size = array.sizes[-1]
    partners = [a for a in drawing.arrays if a.sizes[-1] == size and (drawing.overlaps or a is not array)]
    head = "".join(drawing.subscript(s, around) + ", " for s in array.sizes[:-1])
    low, high = random.randrange(3), random.randrange(3)
    target = f"{array.name}[{head}{low or ''}:{_end(size, high)}]"

    def part() -> str:
        if not partners or drawing.chance(4):
            return random.choice(["1", "s", "c"]) if array.kind == "float" else random.choice(["1", "c"])
        one = random.choice([a for a in partners if array.kind == "float" or a.kind == "int"] or [array])
        if one is array:
            return "2"
        row = "".join(drawing.subscript(s, around) + ", " for s in one.sizes[:-1])
        if drawing.chance(8):
            return f"{one.name}[{row}{low or ''}:{_end(size, high)}][::-1]"
        first = random.randint(0, low + high)
        return f"{one.name}[{row}{first or ''}:{_end(size, low + high - first)}]"

    value = " + ".join(part() for _ in range(random.randrange(1, 4)))
    choice = random.randrange(10)
    if choice < 6:
        drawing.add(depth, f"{target} {random.choice(['=', '=', '+=', '-='])} {value}")
    elif choice == 6:
        drawing.add(depth, f"{array.name}[{head}:] = {random.randrange(9)}")
    elif choice == 7:
        drawing.add(depth, f"s += np.sum({target})" if array.kind == "float" else f"c += np.sum({target})")
    elif choice == 8:
        name = drawing.fresh("row")
        drawing.add(depth, f"{name} = {target}{'.copy()' if drawing.chance(2) else ''}")
        i = _letters(around, 1)[0]
        drawing.add(depth, f"for {i} in range(len({name})):")
        drawing.add(depth + 1, f"{name}[{i}] += {drawing.expression((*around, Counter(i, '')), array.kind, 1)}")
        drawing.add(depth, f"{'s' if array.kind == 'float' else 'c'} += {name}.sum()")
    else:
        name = drawing.fresh("w")
        drawing.add(depth, f"{name} = {target} * 2")
        drawing.add(depth, f"{target} = {name} - {value}")
    return


def _end(size: str, high: int) -> str:
    return f"{size} - {high}" if high else ""


def swap(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """Two elements change places, by a temporary or at once."""
    array = _array(drawing)
    if array is None:
        return
    one, other = (f"{array.name}[{', '.join(drawing.subscript(size, around) for size in array.sizes)}]" for _ in range(2))
    if drawing.chance(2):
        drawing.add(depth, f"{one}, {other} = {other}, {one}")
        return
    name = drawing.fresh("t")
    drawing.add(depth, f"{name} = {one}")
    drawing.add(depth, f"{one} = {other}")
    drawing.add(depth, f"{other} = {name}")
    return


def dot(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """A sum in a scalar, private or carried, that is stored or not."""
    random = drawing.random
    array = _array(drawing)
    if array is None:
        return
    name, i, size = drawing.fresh("sum"), _letters(around, 1)[0], array.sizes[-1]
    counter = Counter(i, size)
    zero = "0" if array.kind == "int" else "0.0"
    drawing.add(depth, f"{name} = {random.choice([zero, drawing.element(around, array.kind)])}")
    drawing.add(depth, f"for {i} in range({size}):")
    value = drawing.expression((*around, counter), array.kind, 1)
    drawing.add(depth + 1, f"{name} {random.choice(['+=', '+=', '-='])} {value}")
    if drawing.chance(4):
        place = ", ".join(drawing.subscript(s, (*around, counter)) for s in array.sizes)
        drawing.add(depth + 1, f"{array.name}[{place}] = {name}")
    drawing.add(depth, f"{drawing.element(around, array.kind, written=True)} = {name} % 9"
                if drawing.chance(1.5) else f"{'s' if array.kind == 'float' else 'c'} += {name}")
    return


def compaction(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """A place that moves with each iteration, or only under a condition."""
    array, source = _array(drawing, 1), _array(drawing)
    if array is None or source is None:
        return swap(drawing, depth, around)
    place, i = drawing.fresh("at"), _letters(around, 1)[0]
    size = array.sizes[0]
    drawing.add(depth, f"{place} = {drawing.random.choice(['0', '0', f'{size} - 1'])}")
    forward = drawing.lines[-1].endswith(" 0")
    drawing.add(depth, f"for {i} in range({size}):")
    if drawing.chance(2):
        drawing.add(depth + 1, f"if {drawing.condition((*around, Counter(i, size)))}:")
        depth += 1
    drawing.add(depth + 1, f"{array.name}[{place}] = {drawing.expression((*around, Counter(i, size)), array.kind, 1)}")
    drawing.add(depth + 1, f"{place} {'+=' if forward else '-='} 1")
    if drawing.chance(3):
        drawing.add(depth + 1, f"c += {place}")
    return None


def scratch(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """A local array that is filled and used, made here or kept over several rounds."""
    random = drawing.random
    array = _array(drawing)
    if array is None:
        return
    name, (i, j), size = drawing.fresh("w"), _letters(around, 2), array.sizes[-1]
    counter = Counter(i, size)
    made = random.choice(["np.zeros", "np.zeros", "np.empty", "np.ones"])
    outside = drawing.chance(2) and len(around) < 2
    if outside:
        drawing.add(depth, f"{name} = np.zeros({size})")
        drawing.add(depth, f"for {j} in range({random.choice(['2', 'm', 'step'])}):")
        depth, around = depth + 1, (*around, Counter(j, ""))
        i = "q" if j == "p" else i
        counter = Counter(i, size)
    else:
        drawing.add(depth, f"{name} = {made}({size})")
        drawing.add(depth, f"{name}[:] = {random.randrange(4)}" if made == "np.empty" or drawing.chance(3) else "c += 1")
    drawing.add(depth, f"for {i} in range({random.choice(['', '', '1, '])}{size}):")
    value = drawing.expression((*around, counter), "float", 1)
    drawing.add(depth + 1, f"{name}[{i}] {random.choice(['=', '=', '+='])} {value}")
    drawing.add(depth, f"for {i} in range({random.choice([size, f'1, {size}', f'{size} - 1, -1, -1'])}):")
    inner = random.choice([i, f"{size} - 1 - {i}", "0", "-1", f"{i} - 1"])
    if drawing.chance(2):
        drawing.add(depth + 1, f"s += {name}[{inner}]")
    else:
        target = drawing.element((*around, counter), written=True)
        value = f"{name}[{inner}]"
        kinds = {a.name: a.kind for a in drawing.arrays}
        drawing.add(depth + 1, f"{target} = {value if kinds.get(target[0]) == 'float' else f'int({value})'} % 9")
    return


def helper(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """A call that writes into an array, or reads all of a row."""
    array = _array(drawing)
    if array is None:
        return
    head = ", ".join(drawing.subscript(size, around) for size in array.sizes[:-1])
    row = f"{array.name}[{head}]" if head else array.name
    if drawing.chance(2):
        value = drawing.expression(around, array.kind, 1)
        drawing.add(depth, f"put({row}, {drawing.subscript(array.sizes[-1], around)}, {value})")
    else:
        drawing.add(depth, f"{'s' if array.kind == 'float' else 'c'} += total({row})")
    return


def pivot(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """Elimination and shortest paths: rows against a row that is written meanwhile."""
    array = _array(drawing, 2)
    if array is None or len(around) > 1 or array.sizes[0] != array.sizes[1]:
        return dot(drawing, depth, around)
    random, (k, i, j) = drawing.random, _letters(around, 3)
    size, a = array.sizes[0], array.name
    whole = drawing.chance(2)
    drawing.add(depth, f"for {k} in range({size}):")
    drawing.add(depth + 1, f"for {i} in range({'' if whole else random.choice([f'{k} + 1, ', f'{k}, '])}{size}):")
    if drawing.chance(3):
        drawing.add(depth + 2, f"{a}[{i}, {k}] = {a}[{i}, {k}] - {a}[{k}, {k}]")
    drawing.add(depth + 2, f"for {j} in range({'' if whole else random.choice([f'{k} + 1, ', f'{k}, ', f'{i}, '])}{size}):")
    if drawing.chance(2):
        drawing.add(depth + 3, f"{a}[{i}, {j}] = min({a}[{i}, {j}], {a}[{i}, {k}] + {a}[{k}, {j}])")
    else:
        drawing.add(depth + 3, f"{a}[{i}, {j}] = ({a}[{i}, {j}] - {a}[{i}, {k}] * {a}[{k}, {j}]) % 7")
    return None


def after(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """The loop variable and the last value of a temporary are used after the loop."""
    array = _array(drawing, 1) or _array(drawing)
    if array is None:
        return
    i, t, size = _letters(around, 1)[0], drawing.fresh("t"), array.sizes[-1]
    counter = Counter(i, size)
    drawing.add(depth, f"{t} = 0")
    drawing.add(depth, f"for {i} in range({drawing.random.choice(['', '1, '])}{size}{drawing.random.choice(['', ' - 1'])}):")
    if drawing.chance(3):
        drawing.add(depth + 1, f"if {drawing.condition((*around, counter))}:")
        drawing.add(depth + 2, f"{t} = {drawing.expression((*around, counter), array.kind, 1)}")
    else:
        drawing.add(depth + 1, f"{t} = {drawing.expression((*around, counter), array.kind, 1)}")
    target = f"{array.name}[{', '.join(drawing.subscript(s, (*around, counter)) for s in array.sizes)}]"
    drawing.add(depth + 1, f"{target} = {t} % 9")
    drawing.add(depth, f"{drawing.random.choice(['c', 's'])} += {i}")
    drawing.add(depth, f"s += {t}")
    return


def repeated(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """A ``while`` loop with a counter of its own."""
    array = _array(drawing, 1) or _array(drawing)
    if array is None:
        return
    at, size = drawing.fresh("at"), array.sizes[-1]
    drawing.add(depth, f"{at} = 0")
    drawing.add(depth, f"while {at} < {size}{drawing.random.choice(['', '', ' and s < 50'])}:")
    counter = Counter(at, size)
    drawing.add(depth + 1, f"{array.name}[{', '.join(drawing.subscript(s, (*around, counter)) for s in array.sizes)}] = "
                           f"{drawing.expression((*around, counter), array.kind, 1)}")
    drawing.add(depth + 1, f"{at} += {drawing.random.choice(['1', '1', '2', 'step'])}")
    return


def nest(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """Two or three loops around affine assignments, in an order that a cache would not choose, at times in several parts."""
    random = drawing.random
    array = _array(drawing, 2)
    if array is None or len(around) > 1:
        return swap(drawing, depth, around)
    names = _letters(around, 3)
    counters = [Counter(name, size) for name, size in zip(names, (*array.sizes, "n"), strict=False)]
    order = counters[:2] if drawing.chance(2) else counters[:3]
    random.shuffle(order)
    for place, counter in enumerate(order):
        lows = [""] * 3 + ["1, "] + [f"{one.name}, " for one in order[:place] if one.size == counter.size]
        drawing.add(depth, f"for {counter.name} in range({random.choice(lows)}{counter.size}):")
        depth += 1
        if place + 1 < len(order) and drawing.chance(4):
            drawing.add(depth, f"{drawing.element(order[:place + 1], array.kind, written=True)} = {random.randrange(5)}")
    for _ in range(random.choice((1, 1, 2, 3))):
        target = f"{array.name}[{counters[0].name}, {counters[1].name}]" if drawing.chance(1.5) else \
            drawing.element(order, array.kind, written=True)
        parts = " + ".join(drawing.element(order, array.kind) for _ in range(random.randrange(1, 3)))
        drawing.add(depth, f"{target} {random.choice(['=', '+=', '+='])} ({parts}) % 9")
    return None


NESTS: tuple[Idiom, ...] = (nest, nest, wavefront, wavefront, wavefront, pivot)
IDIOMS: tuple[Idiom, ...] = (
    nest, nest, nest, wavefront, wavefront, wavefront, search, histogram, slices, slices, slices, swap, dot, dot, compaction,
    scratch, scratch, helper, pivot, pivot, after, repeated)
