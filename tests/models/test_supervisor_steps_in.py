"""A supervisor takes a request over in one act; whoever it was offered to meanwhile waits no longer."""

from models.rows import NewRequest
from models.tables import OwnerOffer, Request
from models.vocabulary import Offer


def test_a_supervisor_becomes_the_owner_without_an_offer_and_once(desk, seats, rows, refused):
    request = desk.intake.save(seats.operator, NewRequest("RP-HOSE", phone="5550001", address="民生路12号")).id
    desk.handling.hand_over(seats.operator, request, to_operator_id=seats.second.operator_id)
    assert refused(desk.handling.accept_owner, seats.dispatcher, request) == "accept_owner.none"
    desk.handling.accept_owner(seats.supervisor, request)
    assert rows(Request, id=request)[0].owner_id == seats.supervisor.operator_id
    assert rows(OwnerOffer)[0].outcome == Offer.REPLACED
    assert desk.look.waiting(seats.second.operator_id) == []
    assert desk.look.journal_tail(1)[0].data["from"] == seats.operator.operator_id
    assert refused(desk.handling.accept_owner, seats.supervisor, request) == "accept_owner.none"
    assert refused(desk.handling.accept_owner, seats.second, request) == "accept_owner.none"
