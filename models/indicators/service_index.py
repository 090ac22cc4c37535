"""The service index (服务指数): satisfaction weighted by what happened, summed up a tree from the aspects to the whole.

    Si = Pi × Ci        Sj = Σ S(j+1)i = Σ P(j+1)i × C(j+1)i

P is a node's share of all events, C its satisfaction from 0 to 100, S what it brings to the whole. The formula is that
of the gas utilities' handbooks of customer service. A parent's C is weighted by events and never by answers: call-backs
are made of all emergencies and of few enquiries, and with C by answers the two sums would not be equal.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from models.indicators.cases import Case
from models.indicators.figure import NONE_SAID, WHOLE, said_of
from models.indicators.lines import Lines, usual
from models.indicators.satisfaction import SATISFIED_FROM, by_line


@dataclass(frozen=True, slots=True)
class Node:
    """A node as it is counted: a leaf has `events` and, if anybody answered, `c` (0 to 100); `n` is its answers."""

    name: str
    events: Fraction = Fraction(0)
    c: Fraction | None = None
    n: int = 0
    children: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Indexed:
    """A node with its share of all events (0 to 1), its satisfaction (0 to 100), and P × C; all exact."""

    name: str
    p: Fraction
    c: Fraction
    s: Fraction
    n: int
    children: tuple["Indexed", ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One node as a report shows it: `p` in percent, `c` and `s` from 0 to 100; of an aspect `events` is its part."""

    node: str
    p: float | None
    c: float | None
    s: float | None
    n: int
    events: float
    remark: str = ""


def service_index(root: Node) -> Indexed | None:
    """P, C and S of every node; None where nobody answered at all.

    Leaves without an answer, and what hangs on them alone, are left out, and P is a share of the events that remain:
    an unknown C can be in no sum. Then S = P × C at every node, and a parent's P and S are the sums of its children's.
    """
    total = _known(root)
    return _indexed(root, total) if total else None


def _known(node: Node) -> Fraction:
    """The events of the leaves that have an answer."""
    if node.children:
        return sum((_known(child) for child in node.children), Fraction(0))
    return Fraction(0) if node.c is None else node.events


def _indexed(node: Node, total: Fraction) -> Indexed:
    if not node.children:
        assert node.c is not None  # a leaf without one has no known events, and no parent comes here with it
        p = node.events / total
        return Indexed(node.name, p, node.c, p * node.c, node.n)
    children = tuple(_indexed(child, total) for child in node.children if _known(child))
    p = sum((child.p for child in children), Fraction(0))
    c = sum((child.p * child.c for child in children), Fraction(0)) / p
    return Indexed(node.name, p, c, p * c, node.n, children)


def tree(cases: Iterable[Case], lines: Lines | None = None) -> Node:
    """The tree of some requests: lines of business (below their headings), categories, aspects of the call-back.

    An event is a request that was done. Each of its category's aspects that anybody scored has a part of the category's
    events by its weight; C of an aspect is the percent of its scores that are at least 4.
    """
    known = lines or usual()
    headed: dict[str, list[Node]] = {}
    for name, done in by_line(cases, known).items():
        if done:
            headed.setdefault(known.under(name), []).append(_line(name, done, known))
    top: list[Node] = []
    for heading, nodes in headed.items():
        top += [_parent(heading, nodes)] if heading else nodes
    return _parent(WHOLE, top)


def _line(name: str, done: list[Case], lines: Lines) -> Node:
    categories: dict[str, list[Case]] = {}
    for one in done:
        categories.setdefault(one.category, []).append(one)
    return _parent(name, [_category(code, members, lines) for code, members in sorted(categories.items())])


def _parent(name: str, nodes: list[Node]) -> Node:
    return Node(
        name, sum((node.events for node in nodes), Fraction(0)), None, sum(node.n for node in nodes), tuple(nodes)
    )


def _category(code: str, done: list[Case], lines: Lines) -> Node:
    scores = {name: [score for one in done if (score := getattr(one, name)) is not None] for name in lines.aspects}
    whole = sum((weight for name, weight in lines.aspects.items() if scores[name]), Fraction(0))
    leaves = [
        Node(name, len(done) * weight / whole,
             Fraction(100 * sum(score >= SATISFIED_FROM for score in scores[name]), len(scores[name])),
             len(scores[name]))
        for name, weight in lines.aspects.items() if scores[name]
    ]  # fmt: skip
    return Node(code, Fraction(len(done)), None, sum(one.score is not None for one in done), tuple(leaves))


def rows(cases: Iterable[Case], lines: Lines | None = None) -> list[ServiceRow]:
    """The report: every node from the whole down, S beside P, C and n; nodes without an answer say so."""
    counted = tree(cases, lines)
    found = service_index(counted)
    return list(_rows(counted, found, ""))


def _rows(node: Node, found: Indexed | None, above: str) -> Iterator[ServiceRow]:
    path, events = f"{above}/{node.name}" if above else node.name, round(float(node.events), 3)
    below = {child.name: child for child in found.children} if found else {}
    if found is None:
        yield ServiceRow(path, None, None, None, node.n, events, NONE_SAID)
    else:
        p, c, s = (round(float(one), 3) for one in (100 * found.p, found.c, found.s))
        yield ServiceRow(path, p, c, s, node.n, events, said_of(node.n))
    for child in node.children:
        yield from _rows(child, below.get(child.name), "" if not above and node.name == WHOLE else path)
