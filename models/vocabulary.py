"""The closed word lists of the desk. The words are stored, journalled and exported exactly as they stand here."""

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """Business type of a request; the value of :data:`LETTERS` opens its number."""

    EMERGENCY = "emergency"
    REPAIR = "repair"
    INSPECTION = "inspection"
    COMPLAINT = "complaint"
    ENQUIRY = "enquiry"


LETTERS = {Kind.EMERGENCY: "E", Kind.REPAIR: "R", Kind.INSPECTION: "S", Kind.COMPLAINT: "C", Kind.ENQUIRY: "Q"}
QUEUES = (Kind.EMERGENCY, Kind.REPAIR, Kind.INSPECTION, Kind.COMPLAINT)


class Priority(StrEnum):
    """P1 life safety, P2 urgent, P3 normal, P4 planned."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Status(StrEnum):
    """The stored states of a request; what a queue shows beyond them is derived."""

    DRAFT = "draft"
    OPEN = "open"
    WORKING = "working"
    HELD = "held"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"


LIVE = (Status.OPEN, Status.WORKING, Status.HELD)


class Board(StrEnum):
    """What a queue shows as the state of a request: derived from its status and its furthest live assignment."""

    TO_CONTACT = "to_contact"
    TO_ASSIGN = "to_assign"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    WORKED = "worked"
    TAKEN = "taken"
    HELD = "held"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"
    DRAFT = "draft"


class ClockKind(StrEnum):
    """One promise each; `domain` section 2."""

    DISPATCH = "dispatch"
    RESPONSE = "response"
    ARRIVAL = "arrival"
    SAFE = "safe"
    RESOLUTION = "resolution"
    REPLY = "reply"


class ClockState(IntEnum):
    """Stored state of a clock row. A pause is no state: it is an interval on a running clock."""

    RUNNING = 0
    STOPPED = 1
    VOID = 2
    MERGED = 3


class Standing(StrEnum):
    """How a clock stands at a moment, as exports print it."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    VOID = "void"
    MERGED = "merged"


class Channel(StrEnum):
    """How a request came."""

    PHONE = "phone"
    HALL = "hall"
    VISIT = "visit"
    ONLINE = "online"
    MAIL = "mail"
    COMPLAINT_LINE = "complaint_line"
    CITY_12345 = "12345"
    OUTSIDE = "outside"
    SENSOR = "sensor"


class Role(StrEnum):
    """Roles nest: supervisor > dispatcher > operator; admin gives no desk rights."""

    OPERATOR = "operator"
    DISPATCHER = "dispatcher"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Act(StrEnum):
    """Every verb that can stand in a journal line about a request, a crew, an alarm or the desk."""

    BEGIN = "begin"
    SAVE = "save"
    DISCARD = "discard"
    RESPOND = "respond"
    ASSIGN = "assign"
    TAKE = "take"
    RETURN = "return"
    SAFE = "safe"
    HOLD = "hold"
    RESUME = "resume"
    RECLASSIFY = "reclassify"
    RETARGET = "retarget"
    EXTEND = "extend"
    APPOINT = "appoint"
    MERGE = "merge"
    ABSORB = "absorb"
    UNMERGE = "unmerge"
    CANCEL = "cancel"
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"
    NOTE = "note"
    HAND_OVER = "hand_over"
    ACCEPT_OWNER = "accept_owner"
    DECLINE_OWNER = "decline_owner"
    HAND_BACK = "hand_back"
    PROMISE = "promise"
    KEEP_PROMISE = "keep_promise"
    MOVE_PROMISE = "move_promise"
    EDIT = "edit"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    DONE = "done"
    AMEND = "amend"
    CHECK_IN = "check_in"
    JOIN = "join"
    IMPORT = "import"
    UPDATE = "update"
    IMPORT_JOB = "import_job"
    RAISE = "raise"
    ACKNOWLEDGE = "acknowledge"
    CLEAR = "clear"
    ESCALATE = "escalate"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"
    SUPPRESS = "suppress"
    RELEASE = "release"
    OUT = "out"
    IN = "in"
    INCIDENT = "incident"
    ATTACH = "attach"
    END_INCIDENT = "end_incident"
    MAJOR = "major"
    RECEIPT = "receipt"
    PROGRESS = "progress"
    FLOOD = "flood"
    CHATTER = "chatter"
    CLOCK_JUMP = "clock_jump"
    ADMINISTER = "administer"
    CALL = "call"
    USE = "use"
    JUDGE = "judge"
    HEARD = "heard"
    FEEDBACK = "feedback"
    CASE = "case"
    LINK = "link"
    SPLIT = "split"
    WAVE = "wave"
    CALLED_BACK = "called_back"
    END_WAVE = "end_wave"
    PLAN_STOP = "plan_stop"
    CHANGE_STOP = "change_stop"
    NOTIFY_STOP = "notify_stop"
    RESTORE_STOP = "restore_stop"
    CANCEL_STOP = "cancel_stop"
    RING = "ring"
    ANSWER = "answer"
    HANG_UP = "hang_up"
    WRAP_UP = "wrap_up"
    RANG_BACK = "rang_back"
    TRIAGE = "triage"
    READ = "read"
    DESCRIBE = "describe"
    SHIFT_NOTE = "shift_note"
    SHIFT_OUT = "shift_out"
    SHIFT_READ = "shift_read"
    SHIFT_IN = "shift_in"
    SHIFT_WITHDRAW = "shift_withdraw"
    RESERVE_CARDS = "reserve_cards"
    ENTER_CARD = "enter_card"
    VOID_CARD = "void_card"
    FREEZE_PACK = "freeze_pack"
    INSPECT = "inspect"
    STOPPED_USE = "stopped_use"
    CAMPAIGN = "campaign"
    SAFE_RECORD = "safe_record"
    MET_NOBODY = "met_nobody"
    CONFIRM = "confirm"
    START_PLAN = "start_plan"
    TICK = "tick"
    UNTICK = "untick"
    REVIEW_PLAN = "review_plan"
    CALL_TRY = "call_try"
    HANDLE_COMPLAINT = "handle_complaint"
    REVIEW_COMPLAINT = "review_complaint"


class Offer(StrEnum):
    """What became of a hand-over."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    REPLACED = "replaced"


class Waits(StrEnum):
    """Why something waits for one person, in the order of a list."""

    HANDED = "handed"
    RETURNED = "returned"
    SENT_BACK = "sent_back"
    PROMISED = "promised"
    DRAFT = "draft"
    UNSAVED = "unsaved"
    CALL_BACK = "call_back"


class Step(StrEnum):
    """States of an assignment (one crew on one request)."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed_over"


LIVE_STEPS = (Step.OFFERED, Step.ACCEPTED, Step.EN_ROUTE, Step.ON_SITE)


class CrewStatus(StrEnum):
    """Board status of a crew, derived from its jobs, its shift and its out-of-service mark."""

    OFF = "off"
    FREE = "free"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    MOVING = "moving"
    ON_SITE = "on_site"
    OUT = "out"


class AlarmState(StrEnum):
    """Alarm states, named after ISA-18.2."""

    NORMAL = "normal"
    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"
    SHELVED = "shelved"
    SUPPRESSED = "suppressed"
    OUT_OF_SERVICE = "out_of_service"


class Rule(StrEnum):
    """What alarms are raised by: the clocks, and the rules beside them."""

    CLOCK = "clock"
    HOLD_ENDS = "hold_ends"
    CREW_SILENT = "crew_silent"
    RETURNED_TWICE = "returned_twice"
    PROMISE_MISSED = "promise_missed"
    HAND_OVER_BACK = "hand_over_back"
    DRAFT_WAITS = "draft_waits"
    MAJOR_UNREAD = "major_unread"
    ENGINE_DEAD = "engine_dead"
    ENGINE_MISSED = "engine_missed"
    DISK_LOW = "disk_low"
    CLOCK_JUMPED = "clock_jumped"
    REPLY_OWED = "reply_owed"
    CONTRACT_ENDS = "contract_ends"
    CALENDAR_ENDS = "calendar_ends"
    STOP_UNANNOUNCED = "stop_unannounced"
    STOP_OVERDUE = "stop_overdue"
    STOP_USE = "stop_use"
    VISITS_UNTOLD = "visits_untold"
    OFFER_WAITS = "offer_waits"
    WAY_LONG = "way_long"
    SITE_QUIET = "site_quiet"
    CREW_CONTACT = "crew_contact"
    PLAN_LATE = "plan_late"
    CALL_BACKS_LATE = "call_backs_late"
    GOAL_MISSED = "goal_missed"


class NotReached(StrEnum):
    """Why a try to call back was in vain."""

    NO_ANSWER = "no_answer"
    ENGAGED = "engaged"
    SWITCHED_OFF = "switched_off"
    WRONG_NUMBER = "wrong_number"
    LATER = "later"


class Stage(StrEnum):
    """The stage of service of which somebody complains."""

    HOTLINE = "hotline"
    SENDING = "sending"
    VISIT = "visit"
    WORK = "work"
    CHARGES = "charges"
    METERING = "metering"
    HALL = "hall"
    SUPPLY = "supply"
    AFTERWARDS = "afterwards"
    OTHER = "other"


class Audience(StrEnum):
    """Whom a notice is for: the ladder's rungs, the named leaders, or the callers of a request."""

    DESK = "desk"
    SUPERVISOR = "supervisor"
    DUTY_MANAGER = "duty_manager"
    LEADERS = "leaders"
    CALLER = "caller"


class NoticeKind(StrEnum):
    """What a notice tells."""

    ALARM = "alarm"
    MAJOR = "major"
    PROGRESS = "progress"
    TEST = "test"
    NOTE = "note"


class NoticeState(StrEnum):
    """How far a notice has come."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    RECEIVED = "received"
    EXPIRED = "expired"


class Emergency(StrEnum):
    """Why an emergency is a major one."""

    FIRE = "fire"
    EXPLOSION = "explosion"
    CASUALTIES = "casualties"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    OUTAGE = "outage"
    MARKED = "marked"


class HoldReason(StrEnum):
    """Why a request is held. Those in :data:`PAUSING` stop the resolution clock: they lie with the customer."""

    NOT_HOME = "not_home"
    CUSTOMER_ASKED = "customer_asked"
    CUSTOMER_WORKS = "customer_works"
    ACCESS_REFUSED = "access_refused"
    PAYMENT = "payment"
    PARTS = "parts"
    WEATHER = "weather"
    OTHER = "other"


PAUSING = frozenset(
    {
        HoldReason.NOT_HOME,
        HoldReason.CUSTOMER_ASKED,
        HoldReason.CUSTOMER_WORKS,
        HoldReason.ACCESS_REFUSED,
        HoldReason.PAYMENT,
    }
)


class Disposition(StrEnum):
    """How a request ended."""

    FIXED = "fixed"
    MADE_SAFE = "made_safe"
    NO_FAULT = "no_fault"
    NO_ACCESS = "no_access"
    USER_APPLIANCE = "user_appliance"
    REFUSED = "refused"
    THIRD_PARTY = "third_party"
    DUPLICATE = "duplicate"
    FALSE_ALARM = "false_alarm"
    REFERRED = "referred"
    ANSWERED = "answered"


class Checked(StrEnum):
    """What came of looking for gas next door, or below; `NOT_YET` and `NO_ENTRY` are not the same as clear."""

    CLEAR = "clear"
    GAS = "gas"
    NO_ENTRY = "no_entry"
    NOT_THERE = "not_there"
    NOT_YET = "not_yet"


class InspectionResult(StrEnum):
    """Result of a visit; the grades are hazard grades, 1 the worst."""

    PASS = "pass"
    GRADE_3 = "grade_3"
    GRADE_2 = "grade_2"
    GRADE_1 = "grade_1"
    NO_ENTRY = "no_entry"
    REFUSED = "refused"


WITHOUT_ACCESS = (InspectionResult.NO_ENTRY, InspectionResult.REFUSED)
"""Results of a visit that saw nothing."""


class CustomerClass(StrEnum):
    """Who the customer is, in the handbooks' four classes."""

    GOVERNMENT = "government"
    ENTERPRISE = "enterprise"
    RESEARCH = "research"
    INDIVIDUAL = "individual"


class Direction(StrEnum):
    """Who began a call: the caller, or the desk."""

    IN = "in"
    OUT = "out"


class CallState(StrEnum):
    """Where a call stands; derived from its instants, never stored."""

    WAITING = "waiting"
    ON_LINE = "on_line"
    ENDED = "ended"
    MISSED = "missed"


class WarningKind(StrEnum):
    """What is to be minded of a premise or a customer; it never lowers a request."""

    ANIMAL = "animal"
    CONDUCT = "conduct"
    ACCESS = "access"
    SITE = "site"
    PAYMENT = "payment"
    OTHER = "other"


class MatchedBy(StrEnum):
    """What of a customer fits what was typed into the one search box."""

    NUMBER = "number"
    PHONE = "phone"
    LAST_FOUR = "last_four"
    PHONE_PART = "phone_part"
    NAME = "name"
    GIVEN_NAME = "given_name"
    INITIALS = "initials"
    PINYIN = "pinyin"
    METER = "meter"
    ADDRESS = "address"


class WrapUp(StrEnum):
    """What became of a call."""

    NEW_JOB = "new_job"
    PROGRESS = "progress"
    ANSWERED = "answered"
    TRANSFER = "transfer"
    HANG_UP = "hang_up"
    SILENT = "silent"
    PRANK = "prank"
    WRONG_NUMBER = "wrong_number"
    CALL_BACK = "call_back"


class ArticleState(StrEnum):
    """How far an article of the knowledge shelf has come: only an approved one is used on a call."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


class ArticleShape(StrEnum):
    """What stands on the knowledge shelf: an article to read, a snippet to insert whole, a case that was solved."""

    ARTICLE = "article"
    SNIPPET = "snippet"
    CASE = "case"


class Outcome(StrEnum):
    """What becomes of a wish: a unit has it, it was explained, or it is kept until it is possible."""

    PASSED_ON = "passed_on"
    EXPLAINED = "explained"
    KEPT = "kept"


class Grade(StrEnum):
    """How urgent feedback is: the first two become a request, the last is a counted remark."""

    URGENT = "urgent"
    GENERAL = "general"
    NOT_URGENT = "not_urgent"


class WaveState(StrEnum):
    """How far one number of a wave of call-backs is: `unsolved` was reached and still has the trouble."""

    WAITING = "waiting"
    REACHED = "reached"
    UNSOLVED = "unsolved"
    GAVE_UP = "gave_up"


class CallOutcome(StrEnum):
    """What came of one call of a wave."""

    REACHED = "reached"
    UNSOLVED = "unsolved"
    MISSED = "missed"


class AreaKind(StrEnum):
    """What a planned stop names as a part of its area."""

    DISTRICT = "district"
    STREET = "street"
    BUILDING = "building"
    PREMISE = "premise"


class StopState(StrEnum):
    """Where a planned stop stands at a moment; derived, never stored."""

    PLANNED = "planned"
    RUNNING = "running"
    OVERDUE = "overdue"
    RESTORED = "restored"
    CANCELLED = "cancelled"


class DayBand(StrEnum):
    """The part of the week in which something came, by a working calendar."""

    BUSINESS = "business"
    EVENING = "evening"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class SheetPart(StrEnum):
    """The parts of a hand-over sheet, in the order in which they are read."""

    URGENT = "urgent"
    OVERDUE = "overdue"
    SILENCED = "silenced"
    STANDING = "standing"
    ENGINE = "engine"
    INCIDENTS = "incidents"
    PROMISES = "promises"
    DRAFTS = "drafts"
    HOLDS = "holds"
    CREWS = "crews"
    CARDS = "cards"
    NOTES = "notes"


class SheetState(StrEnum):
    """How far a hand-over sheet has come: signed by the one who goes, by both, or replaced by a newer one."""

    OFFERED = "offered"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class CampaignState(StrEnum):
    """Where a campaign of inspections stands at a moment; derived, never stored."""

    DRAFT = "draft"
    PLANNED = "planned"
    RUNNING = "running"
    CLOSED = "closed"


class VisitState(StrEnum):
    """What became of one premise in a campaign; derived from its request, or stored where it ended without one."""

    OPEN = "open"
    DONE = "done"
    NO_ACCESS = "no_access"
    CANCELLED = "cancelled"


class VisitFlag(StrEnum):
    """What is odd about the day of a visit: before it is due, after it should have been, or agreed by hand."""

    EARLY = "early"
    LATE = "late"
    AGREED = "agreed"


NEVER = 9_007_199_254_740_991
"""An instant after every other: the sort key of a request on which no clock runs."""
