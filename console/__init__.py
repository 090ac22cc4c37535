"""The doors of Hotline: command line, console application and scheduler, and the wiring of the real parts."""

__version__ = "0.1.0"
