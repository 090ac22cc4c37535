"""The sample: an invented city, sixty days of its hotline, and the means to move a copy of it to the present."""
