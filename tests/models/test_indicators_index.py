"""The service index: both of its equalities hold at every node of any tree, exactly."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from models.indicators.cases import Case
from models.indicators.lines import read_lines
from models.indicators.service_index import Node, rows, service_index, tree

LEAVES = st.builds(
    Node,
    st.sampled_from(["a", "b", "ab"]),
    st.builds(Fraction, st.integers(1, 1000), st.integers(1, 9)),
    st.none() | st.builds(lambda part, more: Fraction(100 * part, part + more), st.integers(0, 9), st.integers(1, 9)),
    st.integers(0, 50),
)
TREES = st.recursive(
    LEAVES,
    lambda nodes: st.builds(
        lambda name, children: Node(name, children=tuple(children)),
        st.sampled_from(["a", "b", "ab"]),
        st.lists(nodes, min_size=1, max_size=4),
    ),
    max_leaves=14,
)


def walk(node):
    """A node and all below it."""
    yield node
    for child in node.children:
        yield from walk(child)


def leaves(node):
    """The leaves of a tree as it is counted, that have an answer."""
    return [one for one in walk(node) if not one.children and one.c is not None]


@settings(max_examples=100, deadline=None)
@given(TREES)
def test_s_is_p_times_c_and_the_sum_of_its_children_at_every_node(root):
    found = service_index(root)
    known = leaves(root)
    if not known:
        assert found is None
        return
    events = sum(one.events for one in known)
    assert found.p == 1
    assert found.c == found.s == sum(one.events * one.c for one in known) / events
    for node in walk(found):
        assert node.s == node.p * node.c
        assert 0 <= node.c <= 100
        assert 0 < node.p <= 1
        if node.children:
            assert node.s == sum(child.s for child in node.children)
            assert node.s == sum(child.p * child.c for child in node.children)
            assert node.p == sum(child.p for child in node.children)


CASES = st.builds(
    Case,
    st.integers(1),
    st.sampled_from(["repair", "enquiry", "emergency"]),
    st.just(0),
    st.sampled_from(["RP-LOW", "RP-IGNITE", "EQ-BILL", "EM-CO", "X"]),
    st.sampled_from(["closed", "resolved", "open"]),
    speed=st.none() | st.integers(1, 5),
    attitude=st.none() | st.integers(1, 5),
    quality=st.none() | st.integers(1, 5),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(CASES, max_size=25), st.integers(1, 9))
def test_a_parent_is_weighted_by_its_events_and_not_by_its_answers(cases, weight):
    lines = read_lines(
        f'[aspects]\nspeed = {weight}\nquality = 1\n[lines.a]\nkinds = ["repair"]\nunder = "field"\n'
        '[lines.b]\nkinds = ["emergency"]\nunder = "field"\n[lines.c]\nkinds = ["enquiry"]'
    )
    found = service_index(tree(cases, lines))
    done = [one for one in cases if one.status != "open"]
    groups = {}
    for one in done:
        groups.setdefault((one.kind, one.category), []).append(one)
    top = bottom = Fraction(0)
    for members in groups.values():
        shares = []
        for name, counts in (("speed", weight), ("quality", 1)):
            given_ = [getattr(one, name) for one in members if getattr(one, name) is not None]
            if given_:
                shares.append((counts, Fraction(100 * sum(score > 3 for score in given_), len(given_))))
        if shares:
            satisfied = sum(part * c for part, c in shares) / Fraction(sum(part for part, _ in shares))
            top, bottom = top + len(members) * satisfied, bottom + len(members)
    assert (found and found.c) == (top / bottom if bottom else None)


def test_the_index_of_a_small_desk_as_reckoned_by_hand():
    def scored(number, category, kind, speed, attitude, quality):
        return Case(number, kind, 0, category, "closed", speed=speed, attitude=attitude, quality=quality)

    cases = [
        scored(1, "EM-CO", "emergency", 5, 5, 2), scored(2, "EM-CO", "emergency", 3, 4, 4),
        scored(3, "RP-LOW", "repair", 4, 4, None), *(scored(n, "RP-LOW", "repair", *[None] * 3) for n in range(4, 9)),
        scored(9, "EQ-BILL", "enquiry", *[None] * 3),
    ]  # fmt: skip
    seen = {row.node: (row.p, row.c, row.s, row.n, row.events, row.remark) for row in rows(cases)}
    # 8 events were asked about: 2 emergencies with C = (50 + 100 + 50) / 3, and 6 repairs with C = 100.
    assert seen["all"] == (100, 91.667, 91.667, 3, 9, "too thin")
    assert seen["emergency"] == (25, 66.667, 16.667, 2, 2, "too thin")
    assert seen["emergency/EM-CO/quality"] == (8.333, 50, 4.167, 2, 0.667, "too thin")
    assert seen["repair/RP-LOW/speed"] == (37.5, 100, 37.5, 1, 3, "too thin")
    assert seen["enquiry/EQ-BILL"] == (None, None, None, 0, 1, "no data")
    assert "repair/RP-LOW/quality" not in seen
    assert list(seen)[:2] == ["all", "emergency"]
    assert rows([])[0].c is None
