"""The imports alone: textual and sqlmodel are loaded, and the process stays to be weighed."""

import sys

import sqlmodel
import textual.app

assert sqlmodel.SQLModel
assert textual.app.App

if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
