"""How complaints of the sample are dealt with: where the service failed, who answers for it, what is done by when."""

from typing import Any

from models.vocabulary import Stage
from models.wall import DAY

_RESPONSIBLE = (
    (Stage.VISIT, "城东维修站", "站长周"), (Stage.WORK, "城西维修站", "站长吴"), (Stage.SENDING, "调度中心", "班长郑"),
    (Stage.CHARGES, "营业部", "主任冯"), (Stage.HALL, "中山路营业厅", "厅长陈"),
)  # fmt: skip


def answered_complaint(now: int, cause: str, measure: str) -> dict[str, Any]:
    """What the record of a complaint says at its end; the same cause always lies with the same unit."""
    stage, unit, person = _RESPONSIBLE[sum(map(ord, cause)) % len(_RESPONSIBLE)]
    return {"cause": cause, "measure": measure, "stage": stage.value, "unit": unit, "person": person,
            "plan": measure, "plan_by": now + 7 * DAY, "unit_answer": "已通报责任单位, 限期整改"}  # fmt: skip
