"""Textual's own DataTable with 10,000 rows shaped like a queue's, to press the same keys in."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable

HEADS = ("", "时限", "剩余", "级", "单号", "类别", "地址", "须知", "状态", "历时", "班组", "首问")


class PlainTable(App[None]):
    """Nothing but the table."""

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row", zebra_stripes=False)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns(*HEADS)
        table.add_rows(
            ("!", "响应临近", f"{n % 72:02d}:{n % 60:02d}", "P3", f"R-{n:05d}", "灶具打不着火",
             f"城东 民生路{n}号3-502", "饭店", "待联", f"{n % 24}:31", f"修{n % 9}", "李")
            for n in range(10_000)
        )  # fmt: skip
        table.focus()


if __name__ == "__main__":
    PlainTable().run()
