"""How Python engines are timed, and what they say: one line of JSON for each question, as soon as it is answered.

An engine's task is three functions: what has to be there before each run, what is timed, and, of its result, the answer (a number, or None).
A warm-up that takes longer than a minute is the only run, and counts.
"""

import json
import time

PATIENCE = 60


def nothing():
    pass


def timed(before, run, answer, warmups, runs):
    seconds, processor = [], []
    for number in range(-warmups, runs):
        before()
        start, busy = time.perf_counter(), time.process_time()
        result = run()
        took = time.perf_counter() - start
        alone = number == -warmups and took > PATIENCE
        if number >= 0 or alone:
            seconds.append(round(took, 4))
            processor.append(round(time.process_time() - busy, 4))
        if alone:
            break
    return {"seconds": seconds, "processor": processor, "answer": answer(result)}


def answer_all(request, tasks, versions):
    """Runs the tasks (name -> before, run, answer) that are asked for. A question that fails is said, with its reason."""
    with open(request["result"], "a", encoding="utf-8") as out:
        say(out, {"versions": versions})
        for question in request["questions"]:
            try:
                result = timed(*tasks[question["name"]], request["warmups"], request["runs"])
            except Exception as e:  # whatever a library raises
                result = {"failed": f"{type(e).__name__}: {e}"[:300]}
            say(out, {"question": question["name"], "result": result})


def say(out, line):
    out.write(json.dumps(line) + "\n")
    out.flush()
