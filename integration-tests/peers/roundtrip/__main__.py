"""See write.py and read.py."""

import json
import sys

import cases
import data_types
import read
import write

if __name__ == "__main__":
    what, arguments = sys.argv[1], sys.argv[2:]
    if what == "write":
        write.run(arguments[0], *(int(a) for a in arguments[1:]))
    elif what == "read":
        read.run(arguments[0], int(arguments[1]))
    elif what == "case":
        case = cases.Case(int(arguments[0]), int(arguments[1]), data_types.LABELS)
        print(json.dumps(case.to_json(), indent=1))
