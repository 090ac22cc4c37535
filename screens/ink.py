"""The inks of paper: text, asides, rules, bars, what misses its goal, and the sheet itself. All can be told in grey."""

INK, DIM, RULE, NEUTRAL, RED, PAPER = "#1f2833", "#505b67", "#ccd2d8", "#5f7186", "#b3261e", "#ffffff"
