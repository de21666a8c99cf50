"""Shapes of programs with whole arrays: exchanges in time loops, masks, sums along axes, places, neighbouring loops."""

from __future__ import annotations

from tests.fuzzing.drawing import ArrayKind, Drawing


def _one(drawing: Drawing, rank: int) -> ArrayKind | None:
    fitting = [a for a in drawing.arrays if not a.is_index and len(a.sizes) == rank]
    return drawing.random.choice(fitting) if fitting else None


def _pair(drawing: Drawing, array: ArrayKind) -> str:
    """Another array of the same type: an argument, or one made here."""
    random = drawing.random
    alike = [a.name for a in drawing.arrays if a is not array and (a.dtype, a.sizes, a.layout, a.is_index) == (
        array.dtype, array.sizes, array.layout, array.is_index)]
    if alike and drawing.chance(2):
        return random.choice(alike)
    if array.layout != "C":
        return ""
    name = drawing.fresh("w")
    drawing.add(1, f"{name} = {random.choice(['np.zeros_like({})', 'np.ones_like({})', '{}.copy()']).format(array.name)}")
    return name


def exchange(drawing: Drawing) -> None:
    """Two arrays change places in a loop over time."""
    array = _one(drawing, drawing.random.choice((1, 2)))
    other = _pair(drawing, array) if array is not None else ""
    if array is None or not other:
        return
    random, a, counters = drawing.random, array.name, "ij"[:len(array.sizes)]
    third = random.choice([one.name for one in drawing.arrays if one.sizes == array.sizes and one.kind == array.kind])
    steps = random.choice(["2", "3", "step"])
    if drawing.chance(3):
        drawing.add(1, f"for t in range({steps}):")
        drawing.add(2, f"{other}[1:-1] = ({a}[2:] + {third}[1:-1]) % 9")
    else:
        drawing.add(1, f"for t in range({steps}):")
        depth = 2
        for name, size in zip(counters, array.sizes, strict=True):
            drawing.add(depth, f"for {name} in range(1, {size} - 1):")
            depth += 1
        read = ", ".join(f"{name} {random.choice(['- 1', '+ 1', '+ 0'])}" for name in counters)
        drawing.add(depth, f"{other}[{', '.join(counters)}] = ({a}[{read}] + {third}[{', '.join(counters)}]) % 9")
    if drawing.chance(3):
        spare = drawing.fresh("spare")
        for line in (f"{spare} = {a}", f"{a} = {other}", f"{other} = {spare}"):
            drawing.add(2, line)
    else:
        drawing.add(2, f"{a}, {other} = {other}, {a}")
    drawing.add(1, f"s += {a}[{', '.join('1' for _ in counters)}]")


def masks(drawing: Drawing) -> None:
    """Stores and sums under a mask."""
    array, random = _one(drawing, 1), drawing.random
    if array is None:
        return
    others = [a.name for a in drawing.arrays if a.sizes == array.sizes and a.kind == array.kind]
    a, b = array.name, random.choice(others)
    mask = random.choice([f"{a} > 2", f"{b} < 3", f"({a} > 1) & ({b} < 5)", f"{a} != {b}"])
    drawing.add(1, random.choice([f"{a}[{mask}] = 1", f"{a}[{mask}] += 2", f"{a}[{mask}] = {b}[{mask}]",
                                  f"{'s' if array.kind == 'float' else 'c'} += np.sum({a}[{mask}])"]))


def axes(drawing: Drawing) -> None:
    """Sums along an axis of a plane."""
    array = _one(drawing, 2)
    if array is None:
        return
    random, name, axis = drawing.random, drawing.fresh("sums"), drawing.random.choice((0, 1, -1))
    value = random.choice([array.name, f"({array.name} * 2)", f"({array.name} + 1)"])
    drawing.add(1, f"{name} = {value}.sum(axis={axis})" if drawing.chance(2) else f"{name} = np.sum({value}, axis={axis})")
    drawing.add(1, f"for i in range({name}.shape[0]):")
    drawing.add(2, f"{'s' if array.kind == 'float' else 'c'} += {name}[i]")


def truths(drawing: Drawing) -> None:
    """Whether any or all elements are true, and where the extremes are."""
    array, random = _one(drawing, random_rank(drawing)), drawing.random
    if array is None:
        return
    a = array.name
    drawing.add(1, f"if np.{random.choice(['any', 'all'])}({a} {random.choice(['> 3', '< 8', '!= 1'])}):")
    drawing.add(2, f"c += np.{random.choice(['argmin', 'argmax'])}({random.choice([a, f'{a} * 2'])})")
    drawing.add(1, f"s += np.{random.choice(['min', 'max'])}({random.choice([a, f'{a} - 1'])})")


def random_rank(drawing: Drawing) -> int:
    """One or two dimensions."""
    return drawing.random.choice((1, 2))


def neighbours(drawing: Drawing) -> None:
    """Loops over one range after another, with a temporary between them."""
    array = _one(drawing, 1)
    if array is None:
        return
    random, a, size, name = drawing.random, array.name, array.sizes[0], drawing.fresh("t")
    drawing.add(1, f"{name} = np.empty({size}, np.{array.dtype})")
    drawing.add(1, f"{name}[:] = 0" if drawing.chance(2) else "c += 1")
    start = "0" if drawing.lines[-1].endswith("+= 1") else "1"
    places = ["i"] * 4 + (["i - 1", f"{size} - 1 - i"] if start == "1" else [])
    for number in range(random.randrange(2, 4)):
        counter = random.choice("iik")
        drawing.add(1, f"for {counter} in range({start}, {size}):")
        place = random.choice(places).replace("i", counter)
        if number == 0:
            drawing.add(2, f"{name}[{counter}] = ({a}[{counter}] * 2 + 1) % 9")
        elif drawing.chance(2):
            drawing.add(2, f"{a}[{counter}] = ({name}[{place}] + {a}[{counter}]) % 9")
        else:
            drawing.add(2, f"{name}[{counter}] = ({name}[{counter}] + {a}[{place}]) % 9")
    drawing.add(1, f"s += {a}[-1]")


ARRAY_IDIOMS = (exchange, exchange, masks, axes, truths, neighbours, neighbours)
