"""The indicators of a desk, one family a room: pure functions from plain rows to figures that say what they stand on.

What each one means, its formula and its source stand in its docstring and in ``docs/indicators.md``.
"""
