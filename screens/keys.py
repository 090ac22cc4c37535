"""The one table of keys: bindings, key bar, help, palette, command line words and docs/keys.md come from it.

What a key is called and does, the catalogues say: ``key.<id>`` is its short label, ``key_help.<id>`` its sentence.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from textual.binding import Binding, BindingType

QUEUE, DETAIL, ALARMS, MONITOR, FORM, EDIT = "queue", "detail", "alarms", "monitor", "form", "edit"
KNOWLEDGE, CARD, STOPS, WAVE, CREWS = "knowledge", "card", "stops", "wave", "crews"
HANDOVER, CAMPAIGNS, PLAN, AFTERCARE = "handover", "campaigns", "plan", "aftercare"
WALL = "wall"
EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Key:
    """One thing a person can ask for.

    Args:
        id: stable name; also the binding's id, so that a keymap can move it.
        keys: Textual's names of its keys, the one shown first; may be empty if only a word asks for it.
        contexts: where it works.
        action: Textual's action.
        zh, en: what may be typed after ``:``; the first is shown in the help.
        bar: its place in the key bar, 0 for none.
        priority: in a form, it is taken before the focused field sees it.
        act: the act of the desk it stands for, if any.
    """

    id: str
    keys: tuple[str, ...]
    contexts: tuple[str, ...]
    action: str
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    bar: int = 0
    priority: bool = False
    act: str = ""

    @property
    def shown(self) -> str:
        """The first key as a person reads it."""
        return key_name(self.keys[0]) if self.keys else ""


def _act(act: str, keys: str, zh: str, en: str, bar: int = 0) -> Key:
    contexts = (QUEUE, DETAIL, ALARMS, MONITOR, CREWS)
    return Key(f"act.{act}", tuple(keys.split()), contexts, f"perform('{act}')", tuple(zh.split()), tuple(en.split()),
               bar, priority=bool(keys), act=act)  # fmt: skip


LISTS = (QUEUE, ALARMS, MONITOR, STOPS, WAVE, HANDOVER, CAMPAIGNS, CREWS, PLAN, AFTERCARE)
SCREENS = (QUEUE, DETAIL, ALARMS, MONITOR, STOPS, WAVE, HANDOVER, CAMPAIGNS, CREWS, PLAN, AFTERCARE)

KEYS: tuple[Key, ...] = (
    Key("new", ("n", "f2"), SCREENS, "app.new", ("新建", "来电", "接电"), ("new", "call"), 1, True),
    Key("open", ("enter",), LISTS, "open", ("打开", "看单"), ("open",), 2),
    Key("back", ("escape",), SCREENS, "leave_here", ("返回", "回"), ("back",)),
    _act("respond", "c f3", "响应 联系 首次联系 回复用户", "respond contact", 3),
    _act("assign", "d f6", "派工 派", "assign dispatch", 4),
    _act("step", "t f7", "进展 下一步 步", "step next", 8),
    _act("safe", "s f8", "安全 已安全", "safe"),
    _act("hold", "h f9", "挂起 暂停", "hold", 5),
    _act("resume", "r f11", "恢复 继续", "resume"),
    _act("resolve", "v f10", "办结 完成", "resolve", 6),
    _act("close", "b f12", "结案 关闭 记回访", "close callback", 7),
    _act("note", "m", "记事 备注 记", "note"),
    _act("cancel", "x", "撤销 取消", "cancel"),
    _act("reclassify", "p", "改级 改类 重分类", "reclassify"),
    _act("hand_over", "o", "转交 交接", "handover hand_over"),
    _act("reopen", "u", "重开", "reopen"),
    _act("acknowledge", "a", "确认 看到", "ack acknowledge"),
    _act("take", "", "自办 受理", "take"),
    _act("accept_owner", "", "接手", "take_over accept_owner"),
    _act("accept", "", "接单", "accept"),
    _act("decline", "", "拒单 退单", "decline"),
    _act("withdraw", "", "撤派 收回", "withdraw"),
    _act("en_route", "", "出发 路上", "en_route route"),
    _act("on_site", "", "到场 到达", "on_site site"),
    _act("done", "", "完工", "done"),
    _act("check_in", "", "报平安 应答", "check_in"),
    _act("extend", "", "延期", "extend"),
    _act("appoint", "", "预约", "appoint"),
    _act("merge", "", "并单 合并", "merge"),
    _act("unmerge", "", "拆单", "unmerge"),
    _act("amend", "", "更正 改时间", "amend"),
    _act("decline_owner", "", "不接", "decline_owner refuse_owner"),
    _act("promise", "", "约回电 承诺回电", "promise"),
    _act("keep_promise", "", "已回电", "keep_promise called_back"),
    _act("move_promise", "", "改回电", "move_promise"),
    _act("split", "", "拆出 另立一单", "split"),
    _act("triage", "", "分诊 问卡", "triage"),
    _act("take_back", "", "收回回答", "take_back"),
    _act("read", "", "念提示 已念", "read"),
    _act("describe", "", "补记", "describe"),
    _act("use", "", "取用", "use"),
    Key(
        "act.edit", ("z",), (QUEUE, DETAIL), "perform('edit')", ("修改", "改资料"), ("edit",), priority=True, act="edit"
    ),
    Key("mine", (), SCREENS, "mine", ("我的", "我的单"), ("mine",)),
    Key("waiting", ("q",), SCREENS, "waiting", ("等我", "待我"), ("waiting",), priority=True),
    Key("drafts", ("f",), (QUEUE, DETAIL), "drafts", ("草稿", "续稿"), ("drafts",), priority=True),
    Key("promise_number", (), SCREENS, "promise_number", ("约号码",), ("promise_number",)),
    Key("edit.save", ("ctrl+s", "f10"), (EDIT,), "save", priority=True),
    Key("edit.leave", ("escape",), (EDIT,), "leave", priority=True),
    Key("edit.discard", ("f9",), (EDIT,), "discard", priority=True),
    Key("edit.help", ("f1",), (EDIT,), "show_help", priority=True),
    Key("explain", ("w",), (QUEUE, DETAIL), "explain", ("明细", "算式"), ("explain",), priority=True),
    _act("major", "e", "重大险情 险情", "major"),
    _act("receipt", "y", "回执 收到", "receipt"),
    _act("incident", "i", "事件 主单", "incident"),
    _act("progress", "", "通报 进展通报", "progress tell_callers"),
    _act("join", "", "并入 并入来电", "join"),
    _act("link", "", "关联", "link"),
    Key("children", (), (QUEUE, DETAIL), "children", ("分单", "归入的单"), ("children", "followers")),
    Key("stops", (), SCREENS, "stops", ("停气", "计划停气"), ("stops",)),
    Key("waves", (), SCREENS, "waves", ("回访批", "统一回访"), ("wave", "waves")),
    Key("stops.plan", ("a", "f6"), (STOPS,), "stop('plan')", ("新停气",), ("plan_stop",)),
    Key("stops.notify", ("t", "f7"), (STOPS,), "stop('notify')", ("停气告知",), ("notify_stop",)),
    Key("stops.restore", ("r", "f8"), (STOPS,), "stop('restore')", ("复气",), ("restore_stop",)),
    Key("stops.change", ("m", "f9"), (STOPS,), "stop('change')", ("改停气",), ("change_stop",)),
    Key("stops.cancel", ("x",), (STOPS,), "stop('cancel')", ("取消停气",), ("cancel_stop",)),
    _act("inspect", "0", "安检结果 查验", "inspect"),
    Key("campaigns", (), SCREENS, "campaigns", ("安检计划",), ("campaigns", "campaign")),
    Key("campaign.add", ("a", "f6"), (CAMPAIGNS,), "campaign('add')", ("新安检计划",), ("add_campaign",)),
    Key("campaign.plan", ("p", "f8"), (CAMPAIGNS,), "campaign('plan')", ("排计划",), ("plan_campaign",)),
    Key("campaign.run", ("r", "f9"), (CAMPAIGNS,), "campaign('run')", ("启动计划",), ("run_campaign",)),
    Key("campaign.halt", ("h",), (CAMPAIGNS,), "campaign('halt')", ("暂停计划",), ("halt_campaign",)),
    Key("campaign.announce", ("t", "f7"), (CAMPAIGNS,), "campaign('announce')", ("安检告知",), ("announce_visits",)),
    Key("campaign.figures", ("g", "f3"), (CAMPAIGNS,), "campaign('figures')", ("安检统计",), ("inspection_figures",)),
    Key("campaign.close", ("b", "f12"), (CAMPAIGNS,), "campaign('close')", ("结束计划",), ("close_campaign",)),
    Key("visit.result", ("0", "f10"), (CAMPAIGNS,), "visit('result')", ("记安检结果",), ("visit_result",)),
    Key("visit.move", ("m",), (CAMPAIGNS,), "visit('move')", ("改安检日",), ("move_visit",)),
    Key("visit.drop", ("x",), (CAMPAIGNS,), "visit('drop')", ("不安检",), ("drop_visit",)),
    Key("wave.reached", ("1",), (WAVE,), "called('reached')", ("打通",), ("reached",)),
    Key("wave.missed", ("2",), (WAVE,), "called('missed')", ("没打通",), ("not_reached",)),
    Key("wave.unsolved", ("3",), (WAVE,), "called('unsolved')", ("问题还在",), ("unsolved",)),
    _act("safe_record", "", "安全记录 补安全记录", "safe_record"),
    _act("met_nobody", "", "无人在家 无人", "met_nobody nobody_home"),
    _act("confirm", "", "客户确认 用户确认", "confirm customer_confirms"),
    _act("start_plan", "", "启动预案", "start_plan"),
    _act("tick", "", "打勾 预案打勾", "tick"),
    _act("untick", "", "取消打勾", "untick"),
    _act("review_plan", "", "复盘 预案复盘", "review_plan"),
    Key("plan", ("ctrl+e",), SCREENS, "plan", ("预案", "应急预案"), ("plan",), priority=True),
    Key("plan.tick", ("space", "t"), (PLAN,), "tick", priority=True),
    Key("plan.note", ("m",), (PLAN,), "tick_note", priority=True),
    Key("plan.untick", ("u",), (PLAN,), "untick", priority=True),
    Key("plan.raise", ("p",), (PLAN,), "raise_plan", priority=True),
    Key("plan.review", ("f10",), (PLAN,), "review", priority=True),
    Key("wave.end", ("f10",), (WAVE,), "end_wave", ("结束回访批",), ("end_wave",)),
    Key("handover", (), SCREENS, "handover", ("交接班", "交班", "接班"), ("shift", "handover_sheet")),
    Key("print_board", (), SCREENS, "print_board", ("打印在办", "在办清单"), ("print_board",)),
    Key("handover.read", ("a", "f7"), (HANDOVER,), "read_item", ("已看", "确认事项"), ("read_item",)),
    Key("handover.sign", ("v", "f10"), (HANDOVER,), "sign", ("签字",), ("sign",)),
    Key("handover.note", ("m", "f6"), (HANDOVER,), "leave_note", ("留事项", "交班事项"), ("shift_note",)),
    Key("handover.print", ("p", "f8"), (HANDOVER,), "print_sheet", ("打印交接班",), ("print_sheet",)),
    Key("handover.withdraw", ("x", "f9"), (HANDOVER,), "withdraw", ("撤回交接班",), ("withdraw_sheet",)),
    Key("crews", ("ctrl+y",), SCREENS, "crews", ("班组", "班组板"), ("crews", "board"), priority=True),
    Key("map", (), SCREENS, "city_map", ("地图",), ("map",)),
    Key("crews.map", ("g",), (CREWS,), "city_map", priority=True),
    Key("crews.heard", ("w",), (CREWS,), "heard", priority=True),
    Key("crews.pane", ("tab",), (CREWS,), "next_pane", priority=True),
    Key("crews.left", ("left",), (CREWS,), "across(-1)", priority=True),
    Key("crews.right", ("right",), (CREWS,), "across(1)", priority=True),
    Key("queue.1", ("1",), (QUEUE, DETAIL), "queue(0)", ("抢修", "1"), ("emergency", "1"), priority=True),
    Key("queue.2", ("2",), (QUEUE, DETAIL), "queue(1)", ("报修", "2"), ("repair", "2"), priority=True),
    Key("queue.3", ("3",), (QUEUE, DETAIL), "queue(2)", ("安检", "3"), ("inspection", "3"), priority=True),
    Key("queue.4", ("4",), (QUEUE, DETAIL), "queue(3)", ("投诉", "4"), ("complaint", "4"), priority=True),
    Key("up", ("up", "k"), LISTS, "move(-1)"),
    Key("down", ("down", "j"), LISTS, "move(1)"),
    Key("page_up", ("pageup",), LISTS, "page(-1)"),
    Key("page_down", ("pagedown",), LISTS, "page(1)"),
    Key("home", ("home",), LISTS, "end(-1)", ("首行",), ("top",)),
    Key("end", ("end",), LISTS, "end(1)", ("末行",), ("bottom",)),
    Key("pane", ("tab",), (QUEUE, DETAIL, MONITOR), "next_pane"),
    Key("settle", ("g",), (QUEUE,), "settle", ("刷新", "重排"), ("refresh", "sort")),
    Key(
        "ack_strip",
        ("f4",),
        (*SCREENS, FORM, EDIT, KNOWLEDGE),
        "ack_strip",
        ("确认告警",),
        ("ack_alarm",),
        priority=True,
    ),
    Key("alarms", ("f5",), (*SCREENS, FORM), "app.alarms", ("告警",), ("alarms",), priority=True),
    Key(
        "mode",
        ("ctrl+t",),
        SCREENS,
        "app.other_mode",
        ("监看", "监控", "值班长"),
        ("monitor", "console"),
        priority=True,
    ),
    Key("find", ("/",), SCREENS, "find", ("查找", "找"), ("find", "search"), 9, True),
    Key("mark", ("space",), (QUEUE, MONITOR), "mark", ("标记", "标"), ("mark",)),
    Key("unmark", (), SCREENS, "unmark", ("清标", "取消标记"), ("unmark",)),
    Key("marked", (), SCREENS, "marked", ("已标",), ("marked",)),
    Key("repeat", (".",), SCREENS, "repeat", ("再来", "重复"), ("repeat", "again"), priority=True),
    Key("form.command", ("ctrl+o",), (FORM,), "command_line", priority=True),
    Key("calls", ("ctrl+n",), SCREENS, "app.calls", ("未接", "来电单", "通话"), ("calls", "missed"), priority=True),
    Key("form.end_call", ("ctrl+n",), (FORM,), "end_call", bar=6, priority=True),
    Key("end_call", (), SCREENS, "end_call", ("话后", "挂机"), ("wrap_up", "hang_up")),
    Key("callbacks", (), SCREENS, "callbacks", ("已办结", "办结单"), ("resolved",)),
    Key(
        "aftercare",
        ("ctrl+k",),
        SCREENS,
        "aftercare",
        ("回访", "待回访", "回访单"),
        ("callbacks", "aftercare"),
        priority=True,
    ),
    _act("call_try", "", "没接通 试拨", "call_try"),
    _act("handle_complaint", "", "投诉处理 查办", "handle_complaint"),
    _act("review_complaint", "", "投诉复盘", "review_complaint"),
    Key("aftercare.call", ("b", "f12"), (AFTERCARE,), "call_back"),
    Key("aftercare.try", ("t", "f7"), (AFTERCARE,), "perform('call_try')"),
    Key("aftercare.unsolved", ("u", "f9"), (AFTERCARE,), "perform('reopen')"),
    Key("aftercare.review", ("v", "f10"), (AFTERCARE,), "perform('review_complaint')"),
    Key("aftercare.record", ("p", "f6"), (AFTERCARE,), "perform('handle_complaint')"),
    Key("aftercare.note", ("m",), (AFTERCARE,), "perform('note')"),
    Key("command", (":",), SCREENS, "command", (), (), 10, True),
    Key("help", ("?", "f1"), (*SCREENS, WALL), "app.help", ("帮助",), ("help",), 11, True),
    Key("form_help", ("f1",), (FORM, KNOWLEDGE), "show_help", priority=True),
    Key("alarms.filter", ("f",), (ALARMS,), "filter", ("告警筛选", "全部告警"), ("alarm_filter", "all_alarms")),
    Key("narrow", ("f",), (MONITOR,), "narrow", ("筛选",), ("filter",), priority=True),
    Key("moved", ("g",), (MONITOR,), "moved", ("动态", "刚动过"), ("moved",), priority=True),
    Key("alarms.group", ("g",), (ALARMS,), "alarm('group')", ("整组确认", "全部确认"), ("ack_group", "ack_all")),
    Key("alarms.shelf", ("z",), (ALARMS,), "alarm('shelf')"),
    Key("alarms.shelve", (), (ALARMS,), "alarm('shelve')", ("搁置",), ("shelve",)),
    Key("alarms.unshelve", (), (ALARMS,), "alarm('unshelve')", ("取消搁置", "取回"), ("unshelve",)),
    Key(
        "alarms.rule", ("w",), (ALARMS,), "alarm('rule')", ("规则停用", "规则恢复", "停用"), ("rule", "out_of_service")
    ),
    Key("alarms.story", ("tab",), (ALARMS,), "story", ("告警详情",), ("alarm_story",)),
    Key("sound", (), SCREENS, "app.sound", ("铃声", "静音"), ("bell", "mute")),
    Key("pane.1", ("1",), (MONITOR,), "pane(0)", priority=True),
    Key("pane.2", ("2",), (MONITOR,), "pane(1)", priority=True),
    Key("pane.3", ("3",), (MONITOR,), "pane(2)", priority=True),
    Key("pane.4", ("4",), (MONITOR,), "pane(3)", priority=True),
    Key("zoom", ("z",), (MONITOR,), "zoom", ("放大",), ("zoom",), priority=True),
    Key("border.left", ("ctrl+left", "<"), (MONITOR,), "border(-1, 0)", priority=True),
    Key("border.right", ("ctrl+right", ">"), (MONITOR,), "border(1, 0)", priority=True),
    Key("border.up", ("ctrl+up", "-"), (MONITOR,), "border(0, -1)", priority=True),
    Key("border.down", ("ctrl+down", "+"), (MONITOR,), "border(0, 1)", priority=True),
    Key("wall", (), SCREENS, "wall", ("墙板",), ("wall",)),
    Key("wall.leave", ("q", "escape"), (WALL,), "leave_wall", priority=True),
    Key("form.save", ("ctrl+s", "f10"), (FORM,), "save", ("保存",), ("save",), 1, True),
    Key("form.join", ("ctrl+j", "f8"), (FORM,), "join", ("并入",), ("join",), 2, True),
    Key("form.again", ("f7",), (FORM,), "again", ("同一件事",), ("same",), 2, True),
    Key("form.stop", ("f12",), (FORM,), "answer_stop", ("答停气",), ("answer_stop",), 2, True),
    Key("form.leave", ("escape",), (FORM,), "leave", ("放着",), ("leave",), 3, True),
    Key("form.drafts", ("f6",), (FORM,), "drafts", bar=4, priority=True),
    Key("form.discard", ("f9",), (FORM,), "discard", ("弃稿",), ("discard",), 5, True),
    Key("form.send", ("f2",), (FORM,), "send", ("先送",), ("send",), 6, True),
    Key("form.card", ("f3",), (FORM,), "card", ("分诊",), ("triage", "card"), 7, True),
    *(Key(f"card.{n}", (str(n),), (CARD,), f"card_answer('{n}')", priority=True) for n in range(1, 10)),
    Key("card.back", ("backspace", "left"), (CARD,), "card_back", priority=True),
    Key("card.read", ("space", "enter"), (CARD,), "card_read", priority=True),
    Key("card.language", ("l",), (CARD,), "card_language", priority=True),
    _act("judge", "", "研判 心愿研判", "judge"),
    _act("heard", "", "单位答复", "heard"),
    _act("case", "", "案例 写案例", "case"),
    Key("knowledge", (), SCREENS, "knowledge", ("知识", "知识库"), ("k", "knowledge")),
    Key("wishes", (), SCREENS, "wishes", ("心愿单", "心愿"), ("wishes",)),
    Key("feedback", (), SCREENS, "feedback", ("反馈",), ("feedback",)),
    Key("form.knowledge", ("f11",), (FORM,), "knowledge", priority=True),
    Key("form.feedback", ("ctrl+l",), (FORM,), "feedback", priority=True),
    Key("form.received", ("ctrl+r",), (FORM,), "received_at", ("收到时间",), ("received",), priority=True),
    Key("form.outside", ("ctrl+b",), (FORM,), "open_outside", ("同案",), ("same_case",), priority=True),
    Key("knowledge.take", ("enter",), (KNOWLEDGE,), "take_article", priority=True),
    Key("knowledge.copy", ("ctrl+c",), (KNOWLEDGE,), "copy_article", priority=True),
    Key("knowledge.leave", ("escape",), (KNOWLEDGE,), "leave_shelf", priority=True),
    Key("knowledge.up", ("up",), (KNOWLEDGE,), "choose_article(-1)", priority=True),
    Key("knowledge.down", ("down",), (KNOWLEDGE,), "choose_article(1)", priority=True),
    Key("knowledge.page_up", ("pageup",), (KNOWLEDGE,), "leaf_article(-1)", priority=True),
    Key("knowledge.page_down", ("pagedown",), (KNOWLEDGE,), "leaf_article(1)", priority=True),
    Key("palette", ("ctrl+p",), (EVERYWHERE,), "app.command_palette", ("命令面板",), ("palette",), priority=True),
    Key("language", ("l",), SCREENS, "app.language", ("语言",), ("language", "lang"), priority=True),
    Key("language.zh", (), SCREENS, "app.speak('zh')", ("中文", "汉语"), ("chinese",)),
    Key("language.en", (), SCREENS, "app.speak('en')", ("英文", "英语"), ("english",)),
    Key("theme", ("ctrl+g",), (EVERYWHERE,), "app.next_theme", ("配色", "主题"), ("theme",), priority=True),
    Key("quit", ("ctrl+q",), (EVERYWHERE,), "app.quit", ("退出",), ("quit", "exit"), priority=True),
)

_NAMES = {
    "enter": "Enter", "escape": "Esc", "up": "Up", "down": "Down", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home",
    "end": "End", "tab": "Tab", "space": "Space", "left": "Left", "right": "Right", "slash": "/", "colon": ":",
    "question_mark": "?", "full_stop": ".", "backspace": "Backspace",
}  # fmt: skip
_SYMBOLS = {
    "/": "slash", ":": "colon", "?": "question_mark", "<": "less_than_sign", ">": "greater_than_sign", "+": "plus",
    "-": "minus", ".": "full_stop",
}  # fmt: skip
_WIDE = {"/": "fullwidth_solidus", ":": "fullwidth_colon", "?": "fullwidth_question_mark", "space": "ideographic_space",
         ".": "ideographic_full_stop,fullwidth_full_stop"}  # fmt: skip


def key_name(key: str) -> str:
    """A key as it is written on keyboards: ``Enter``, ``F4``, ``Ctrl+Q``, ``a``."""
    *held, last = key.split("+") if key != "+" else (key,)
    name = _NAMES.get(last, last.upper() if held or (last[0] == "f" and last[1:].isdigit()) else last)
    return "+".join([*(word.capitalize() for word in held), name])


def wide_key(key: str) -> str:
    """Textual's name of the full-width twin of a one-character key, or nothing."""
    if key in _WIDE:
        return _WIDE[key]
    if len(key) == 1 and "a" <= key <= "z":
        return f"fullwidth_latin_small_letter_{key}"
    if len(key) == 1 and key.isdigit():
        return unicodedata.name(chr(ord(key) + 0xFEE0)).lower().replace(" ", "_").replace("-", "_")
    return ""


def keys_of(context: str) -> Iterator[Key]:
    """The keys that work in a context, in the table's order."""
    return (key for key in KEYS if context in key.contexts)


def bindings(*contexts: str) -> list[BindingType]:
    """The bindings of one or more contexts; typed with a full-width input method they are the same keys.

    Outside forms every key is taken before the focused widget sees it. Keys that went two ways would overtake each
    other when several arrive in one read, and an act would be done to the row above the one that was meant.
    """
    form = contexts in ((FORM,), (EDIT,))
    out: list[BindingType] = []
    for key in KEYS:
        if not set(contexts) & set(key.contexts) or not key.keys:
            continue
        names = [_SYMBOLS.get(name, name) for name in key.keys]
        names += [wide for wide in map(wide_key, key.keys) if wide]
        first = key.priority or not form
        out.append(Binding(",".join(names), key.action, key.id, show=False, priority=first, id=key.id))
    return out


def act_keys() -> dict[str, str]:
    """The key to show beside each act of the desk."""
    return {key.act: key.shown for key in KEYS if key.act and key.keys}


def act_word(act: str, language: str) -> str:
    """What may be typed after ``:`` for an act of the desk, with the colon."""
    row = next((key for key in KEYS if key.act == act), None)
    words = (row.zh if language == "zh" else row.en) if row else ()
    return f":{words[0]}" if words else ""


def key(id: str) -> Key:
    """The key of that id."""
    return next(key for key in KEYS if key.id == id)


def normal(text: str) -> str:
    """What was typed after ``:``, full-width characters made plain."""
    return unicodedata.normalize("NFKC", text).strip()


@cache
def hand_keys() -> frozenset[str]:
    """The actions that do not stand on F-keys or Ctrl alone: while somebody types, these keys are the text's."""
    return frozenset(
        key.action.partition("(")[0].removeprefix("app.")
        for key in KEYS
        if any("ctrl" not in name and not (name[0] == "f" and name[1:].isdigit()) for name in key.keys)
    )


def words() -> list[str]:
    """Every word the command line knows, for its completion."""
    return [word for row in KEYS for word in (*row.zh, *row.en)]
