"""Emergencies and incidents by `hotline request act`, as the console does them."""


def add(done, address):
    return done("request", "add", "--category", "RP-HOSE", "--phone", "5550100200", "--address", address)["number"]


def test_a_major_emergency_and_an_incident_are_acts_on_a_request(made, inside, done):
    """Mark, begin, attach, detach, end: what came of each is said in one line."""
    parent, child, other = (add(done, f"Willow Road {n}") for n in (1, 2, 3))
    marked = inside("request", "act", parent, "major", "--kind", "school", "--note", "yard")
    assert (marked.code, parent in marked.out) == (0, True)
    begun = inside("request", "act", parent, "incident", "--children", child, "--reason", "one riser")
    assert begun.code == 0
    assert f"the incident lasts; {child}" in begun.out
    assert other in inside("request", "act", parent, "attach", "--children", other).out
    assert child not in inside("request", "act", parent, "detach", "--children", f"{child},{child}").out
    assert "the incident over" in inside("request", "act", parent, "end-incident", "--reason", "repaired").out
    assert inside("request", "act", parent, "attach", "--children", other).code == 1
