"""What an Asterisk says over its manager interface becomes the events of our door: queue, ring-all, direct, outward."""

from models.asterisk import Dialogue, place_of
from models.telephone import Heard
from models.vocabulary import Direction

CALLER = {"Uniqueid": "1795.1", "Linkedid": "1795.1"}


def said(event, **fields):
    return {"Event": event, **CALLER, **fields}


def told(messages, dialogue=None):
    """Every event as a short tuple."""
    dialogue = dialogue or Dialogue()
    return [(one.event.value, one.agent, one.queue or one.line, one.number)
            for message in messages for one in dialogue.hear(message)]  # fmt: skip


NEW = said("Newchannel", Channel="PJSIP/trunk-00000001", CallerIDNum="13812345678", Exten="95777", Context="from-trunk")
JOIN = said("QueueCallerJoin", Channel="PJSIP/trunk-00000001", CallerIDNum="13812345678", Queue="gas", Position="1")


def called(place, name="AgentCalled"):
    return said(name, Queue="gas", Interface=f"PJSIP/{place}", MemberName=f"Agent {place}")


def test_a_call_of_a_queue_rings_at_one_place_after_the_other_and_is_answered_there():
    messages = [NEW, JOIN, called("801"), called("801", "AgentRingNoAnswer"), called("802"),
                called("802", "AgentConnect"), said("Hangup", Channel="PJSIP/trunk-00000001")]  # fmt: skip
    assert told(messages) == [
        ("ringing", "*", "gas", "13812345678"),
        ("ringing", "801", "gas", "13812345678"),
        ("ringing", "*", "gas", "13812345678"),
        ("ringing", "802", "gas", "13812345678"),
        ("answered", "802", "gas", "13812345678"),
        ("ended", "", "gas", "13812345678"),
    ]


def test_a_call_that_rings_at_several_places_is_everybodys():
    assert [agent for _, agent, _, _ in told([NEW, JOIN, called("801"), called("802")])] == ["*", "801", "*"]


def test_who_gives_up_in_the_queue_is_told_once():
    messages = [NEW, JOIN, said("QueueCallerAbandon", Queue="gas", HoldTime="40"), said("Hangup")]
    assert [event for event, *_ in told(messages)] == ["ringing", "ended"]


def test_who_hangs_up_in_the_announcements_was_offered_to_nobody():
    assert told([NEW, said("Hangup", Channel="PJSIP/trunk-00000001")]) == []


def test_a_call_straight_to_an_extension_is_answered_when_both_are_in_the_bridge():
    other = {"Uniqueid": "1795.2", "Linkedid": "1795.1"}
    messages = [
        NEW,
        said("DialBegin", Channel="PJSIP/trunk-00000001", DestChannel="PJSIP/801-00000002", DialString="801"),
        said("BridgeEnter", Channel="PJSIP/trunk-00000001"),
        {"Event": "BridgeEnter", **other, "Channel": "PJSIP/801-00000002"},
        {"Event": "Hangup", **other, "Channel": "PJSIP/801-00000002"},
        said("Hangup", Channel="PJSIP/trunk-00000001"),
    ]
    assert told(messages) == [
        ("ringing", "801", "95777", "13812345678"),
        ("answered", "801", "95777", "13812345678"),
        ("ended", "", "95777", "13812345678"),
    ]


def test_an_agent_who_calls_out_is_told_as_such_and_two_extensions_are_nobodys_business():
    out = said(
        "Newchannel", Channel="PJSIP/801-00000009", CallerIDNum="801", Exten="13812345678", Context="from-internal"
    )
    dialogue = Dialogue()
    dial = said("DialBegin", Channel="PJSIP/801-00000009", DestChannel="PJSIP/trunk-00000010")
    events = [one for message in (out, dial) for one in dialogue.hear(message)]
    assert [(one.event, one.direction, one.agent, one.number) for one in events] == [
        (Heard.RINGING, Direction.OUT, "801", "13812345678")
    ]
    within = said("Newchannel", Channel="PJSIP/801-00000009", CallerIDNum="801", Exten="802", Context="from-internal")
    assert told([within, dial, said("Hangup")]) == []


def test_a_withheld_number_has_none_and_the_time_and_the_recording_are_asterisks_own():
    new = said("Newchannel", Channel="PJSIP/trunk-00000001", CallerIDNum="<unknown>", Exten="95777")
    dialogue = Dialogue()
    messages = [new, {**JOIN, "CallerIDNum": "<unknown>", "Timestamp": "1795328587.250"},
                said("VarSet", Variable="MIXMONITOR_FILENAME", Value="/var/spool/rec/1795.1.wav"),
                said("Hangup", Timestamp="soon")]  # fmt: skip
    joined, ended = [one for message in messages for one in dialogue.hear(message)]
    assert (joined.number, joined.at) == ("", 1_795_328_587_250)
    assert (ended.recording, ended.at) == ("/var/spool/rec/1795.1.wav", None)


def test_what_ended_while_the_line_was_down_is_told_when_it_is_back():
    dialogue = Dialogue()
    told([NEW, JOIN], dialogue)
    assert list(dialogue.only(["1795.1"], ["1795.1"])) == []
    assert [(one.event, one.call) for one in dialogue.only(["1795.1"], [])] == [(Heard.ENDED, "1795.1")]
    assert list(dialogue.only(["1795.1"], [])) == []


def test_messages_of_any_shape_do_no_harm():
    for message in ({}, {"Event": "Hangup"}, {"Event": 3, "Linkedid": 4}, {"Event": "AgentConnect", "Linkedid": "x"}):
        assert told([message]) == []
    assert [place_of(text) for text in ("PJSIP/801-0000002a", "Local/801@agents-1;2", "801", "")] == [
        "801",
        "801",
        "",
        "",
    ]
