"""Every refusal of the workflow: its code, what happened, how to mend it. The catalogues translate by code.

Words in braces are facts of the refusal; a screen shows them in its own language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.errors import Conflict, DeskError, Invalid, NotAllowed, NotFound

REFUSALS: Mapping[str, tuple[type[DeskError], str, str]] = {
    "role.needed": (NotAllowed, "This needs the role {role}.", "Ask one, or sign in as one."),
    "state.wrong": (NotAllowed, "{number} is {status}; {act} is not possible now.", "Look at what happened to it."),
    "owner.only": (NotAllowed, "Only the first-contact owner of {number} may do this.",
                   "Ask the owner to hand it over."),
    "reason.missing": (Invalid, "A reason is needed.", "Say it in a few words."),
    "text.missing": (Invalid, "There is nothing to write down.", "Type the text first."),
    "word.unknown": (Invalid, "{given!r} is not a word for {field}.", "Use one of: {allowed}."),
    "respond.already": (NotAllowed, "The caller of {number} has been answered already.",
                        "Write a note for what came later."),
    "respond.no_reply": (NotAllowed, "No outside body waits for a reply about {number}.", "Answer the caller instead."),
    "take.needs_crew": (NotAllowed, "{number} is an emergency: it is never settled on the line.", "Assign a crew."),
    "assign.already": (NotAllowed, "Crew {crew} is on {number} already.", "Choose another crew."),
    "assign.out": (NotAllowed, "Crew {crew} is not in service.", "Choose another crew, or give a reason for this one."),
    "safe.not_carried": (NotAllowed, "{number} has no promise to make a site safe.",
                         "If gas escapes there, reclassify it."),
    "safe.facts": (Invalid, "A report of safety carries the reading and the valve's state.", "Ask the crew for both."),
    "hold.needs_safe": (NotAllowed, "{number} is not made safe yet; it cannot wait.",
                        "Record the site as made safe first."),
    "hold.second": (NotAllowed, "{number} was held before.", "A supervisor holds it from the second time on."),
    "hold.long": (NotAllowed, "A hold over 24 hours is a supervisor's.", "Choose an earlier time, or ask one."),
    "hold.limit": (Invalid, "A hold ends within 72 hours.", "Choose an earlier time."),
    "hold.past": (Invalid, "A hold ends after it begins.", "Choose a later time."),
    "reclassify.same": (Invalid, "Nothing about {number} would change.", "Choose another category, kind or priority."),
    "reclassify.lower_p1": (NotAllowed, "{number} is P1; only a supervisor lowers it.", "Ask one."),
    "resolve.crew_live": (NotAllowed, "Crew {crew} is still on {number}.", "Record its work as done, or withdraw it."),
    "resolve.no_crew": (NotAllowed, "No crew has worked on {number}.", "Without a crew only 'answered' can end it."),
    "resolve.emergency_answered": (Invalid, "An emergency is never settled on the line.", "Choose how the work ended."),
    "resolve.no_access": (NotAllowed, "No access is not no leak: {number} cannot end so.",
                          "Get access, or ask a supervisor."),
    "resolve.needs_safe": (NotAllowed, "{number} is not on record as made safe.",
                           "Record the reading and the valve, or ask a supervisor."),
    "resolve.needs_source": (NotAllowed, "The source of the leak at {number} is not on record as found.",
                             "Record it, or ask a supervisor, who makes a follow-up request."),
    "resolve.needs_result": (Invalid, "An inspection ends with its result and hazard grade.", "Choose the result."),
    "resolve.needs_complaint": (Invalid, "A complaint ends with its cause, the measure taken and the answer given.",
                                "Fill in all three."),
    "close.same_person": (NotAllowed, "Who resolved {number} does not close it.", "Another person closes it, or a "
                          "supervisor with a reason."),
    "close.callback": (NotAllowed, "The call-back about {number} is not on record.",
                       "Enter its scores, or three tries that nobody answered."),
    "close.scores": (Invalid, "Scores are whole numbers from 1 to 5 for speed, attitude and quality.",
                     "Enter all three."),
    "reopen.too_late": (NotAllowed, "{number} was closed more than 7 days ago.", "Make a new request that follows it."),
    "cancel.smell_gone": (Invalid, "That the smell is gone is no reason to cancel.", "Send a crew to look."),
    "cancel.crew_on_site": (NotAllowed, "Crew {crew} is on site at {number}.", "Let it finish, or withdraw it first."),
    "promise.not_running": (NotAllowed, "That clock of {number} does not run any more.", "Look at its clocks."),
    "promise.past": (NotAllowed, "The promise of {number} has run out; what is broken stays broken.",
                     "Record what happened instead."),
    "extend.clock": (Invalid, "The clock {clock} is never extended.", "Only resolution and response can be."),
    "extend.again": (NotAllowed, "{number} was extended in this cycle already.", "Once is the rule."),
    "extend.pinned": (NotAllowed, "{number} is due at an appointment.", "Agree on another moment with the customer."),
    "extend.by": (Invalid, "An extension is a length of time.", "Write it like 24h or 2d."),
    "extend.untold": (NotAllowed, "The customer does not know of it yet.", "Tell the customer first, then extend."),
    "appoint.needs_safe": (NotAllowed, "{number} is not made safe yet; it cannot wait for an appointment.",
                           "Record the site as made safe first."),
    "appoint.time": (Invalid, "An appointment lies ahead, within a year.", "Choose another moment."),
    "merge.self": (Invalid, "{number} cannot be merged into itself.", "Name the request that stays."),
    "merge.not_live": (NotAllowed, "{number} is {status}; nothing can be merged into it.", "Name a live request."),
    "merge.loses_safe": (NotAllowed, "{number} promises a safe site and {into} does not.",
                         "Merge the other one into this one."),
    "merge.crew_on_site": (NotAllowed, "Crew {crew} is on site at {number}.", "Merge the other one into this one."),
    "unmerge.not_merged": (NotAllowed, "{number} is merged into nothing.", "Look at what happened to it."),
    "unmerge.too_late": (NotAllowed, "{number} was merged more than 24 hours ago.", "Make a new request."),
    "unmerge.nested": (NotAllowed, "What {number} was merged into is merged itself.", "Take that one out first."),
    "hand_over.self": (Invalid, "{number} belongs to this operator already.", "Choose somebody else."),
    "accept_owner.none": (NotAllowed, "Nobody handed {number} over to you.", "Ask the owner to do so."),
    "step.no_crew": (NotAllowed, "No crew {crew} is on {number} now.", "Assign it first."),
    "step.which_crew": (Invalid, "Several crews are on {number}: {crews}.", "Name the one that is meant."),
    "step.back": (NotAllowed, "Crew {crew} is at {step} already; steps only go forward.",
                  "Amend the time that is wrong."),
    "step.accepted": (NotAllowed, "Crew {crew} has accepted; it cannot decline any more.", "Withdraw it."),
    "step.order": (Invalid, "That is before the step before it.", "Look at the times again, or amend the earlier one."),
    "on_site.elsewhere": (NotAllowed, "Crew {crew} is on site at {other}.", "Record that work as done first."),
    "amend.no_step": (NotFound, "Crew {crew} has no time for {step} on {number}.", "Enter the step itself."),
    "amend.order": (Invalid, "That time is out of order with the step beside it.", "Look at the times again."),
    "at.future": (Invalid, "That time has not come yet.", "Enter a time that has passed."),
    "at.too_far_back": (NotAllowed, "More than 30 minutes back is a supervisor's late entry.", "Ask one to enter it."),
    "at.before_received": (Invalid, "That is before {number} was received.", "Look at the time again."),
    "at.before_last": (Invalid, "That is before {number} came to be {status}.", "Look at the time again."),
    "token.reused": (Invalid, "This token stands for another act already.", "Use a new one for a new act."),
    "request.changed": (Conflict, "{name} has changed {number} meanwhile ({act}).", "Read it again, then decide."),
    "draft.unknown": (NotFound, "There is no such draft.", "It may have been discarded."),
    "draft.saved": (Conflict, "This call was saved already as {number}.", "Open that request."),
    "draft.not_yours": (NotAllowed, "Another operator is writing this call down.", "Ask them, or a supervisor."),
    "save.category": (Invalid, "What happened is not known yet.", "Choose a category; a P1 may go without."),
    "save.place_or_phone": (Invalid, "Neither place nor phone is known.", "Enter one of them."),
    "save.lower_p1": (NotAllowed, "{category} is P1; only a supervisor takes it as less.",
                      "Leave the priority as it is."),
    "save.appointment": (Invalid, "The appointment lies before the call.", "Choose a later time."),
    "category.unknown": (Invalid, "There is no category {category!r} in use.", "Choose one from the catalogue."),
    "district.unknown": (Invalid, "There is no district {district!r}.", "Choose one of: {allowed}."),
    "customer.unknown": (NotFound, "There is no customer {id}.", "Search for the customer again."),
    "premise.unknown": (NotFound, "There is no premise {id}.", "Search for the premise again."),
    "crew.unknown": (NotFound, "There is no crew {crew!r}.", "Look at the crew list."),
    "alarm.hidden": (NotAllowed, "Alarm {id} is {state}.", "Look at what hides it."),
    "alarm.shelved": (Conflict, "Alarm {id} is shelved already.", "Take it off the shelf first to shelve it anew."),
    "alarm.not_shelved": (NotAllowed, "Alarm {id} is not shelved.", "Look at the list again."),
    "shelve.no_time": (Invalid, "A shelf lasts at least one minute.", "Give the minutes."),
    "shelve.over": (NotAllowed, "Alarm {id} is {state}: there is nothing to shelve.", "Acknowledge it."),
    "shelve.life": (NotAllowed, "An alarm on life safety is shelved by a supervisor only.",
                    "Ask one, or acknowledge it."),
    "shelve.too_long": (NotAllowed, "Severity {severity} may be shelved for {most} minutes at most, not {minutes}.",
                        "Give fewer minutes."),
    "out.past": (Invalid, "The end lies in the past.", "Give an instant to come."),
    "out.too_long": (NotAllowed, "A rule is out of service for 7 days at most.", "Give an earlier end."),
    "out.already": (Conflict, "The rule {rule} is out of service already.", "Put it into service first."),
    "out.none": (NotFound, "The rule {rule} is in service.", "Nothing is left to do."),
    "incident.already": (Conflict, "{number} is the parent of an incident already.", "Attach requests to it."),
    "incident.is_child": (NotAllowed, "{number} belongs to an incident itself.", "Detach it first."),
    "incident.is_parent": (NotAllowed, "{number} is the parent of an incident itself.", "End that one first."),
    "incident.none": (NotFound, "{number} is the parent of no incident.", "Begin one first."),
    "incident.itself": (Invalid, "{number} cannot belong to itself.", "Name other requests."),
    "incident.life": (NotAllowed, "{number} is P1: only a supervisor lets another request's alarms speak for it.",
                      "Ask one."),
    "incident.elsewhere": (Conflict, "{number} belongs to an incident already.", "Detach it there first."),
    "major.already": (Conflict, "{number} is reported as a major emergency already.", "Look at its receipts."),
    "major.none": (NotFound, "{number} is no major emergency.", "Look at the number again."),
    "receipt.nobody": (NotFound, "Nobody called {login} was told of {number}.", "Look at its receipts."),
    "progress.nobody": (NotFound, "No caller's number is on record for {number}.", "Write a note."),
    "card.unknown": (Invalid, "There is no card {card!r}.", "There are: {allowed}."),
    "card.no_question": (Invalid, "Card {card} has no question {question!r}.", "It asks: {allowed}."),
    "card.no_answer": (Invalid, "{chosen!r} is no answer to {question}.", "There are: {allowed}."),
    "card.no_text": (Invalid, "Card {card} has no text {text!r}.", "There are: {allowed}."),
    "triage.not_answered": (NotFound, "{question} is not answered on {number}.", "Look at its answers."),
    "operator.unknown": (NotFound, "There is no operator {id} at work.", "Look at the operator list."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an act is not possible: a code of :data:`REFUSALS` and the facts its sentence quotes."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def error(self) -> DeskError:
        """The refusal as the error that a verb raises."""
        kind, what, remedy = REFUSALS[self.code]
        return kind(self.code, what.format(**self.facts), remedy.format(**self.facts), **self.facts)


def refuse(code: str, **facts: Any) -> DeskError:
    """The error for a code of :data:`REFUSALS`; the caller raises it."""
    return Refusal(code, facts).error()
