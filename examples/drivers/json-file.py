#!/usr/bin/env python3
"""The same driver as json-file.js, in Python; docs/exec.md explains what it answers to.

    drivers: { default: { exec: [./drivers/json-file.py, estate.json] } }
"""
import json
import os
import sys

FILE = sys.argv[1] if len(sys.argv) > 1 else "estate.json"
LOCK = FILE + ".lock"


def estate():
    with open(FILE, encoding="utf-8") as stream:
        return {"things": {}, "acts": {}, "records": {}, "waits": {}, "dies": [], **json.load(stream)}


def write(changed):
    """Beside it and renamed: whoever reads it, or is killed, never sees half of it."""
    with open(FILE + ".new", "w", encoding="utf-8") as stream:
        json.dump(changed, stream, indent=2)
    os.replace(FILE + ".new", FILE)


def holder():
    """The process that holds the lock; one that has ended holds nothing."""
    try:
        with open(LOCK, encoding="utf-8") as stream:
            pid = int(stream.read())
        os.kill(pid, 0)
        return pid
    except (OSError, ValueError):
        return None


def taken():
    """Takes the lock, unless somebody alive has it. Creating a file that is there fails, so of two only one gets it."""
    for again in (True, False):
        try:
            with open(LOCK, "x", encoding="utf-8") as stream:
                stream.write(str(os.getpid()))
            return True
        except FileExistsError:
            if not again or holder() is not None:
                return False
            os.unlink(LOCK)


def alone(work):
    """One act at a time, also where two of Drover's processes run: the second one says who is acting."""
    if not taken():
        return {"busy": f"process {holder()} is changing {FILE}"}
    try:
        return work()
    finally:
        os.unlink(LOCK)


def seen(things, ref):
    return things.get(ref, {"phase": "absent"})


def asked(told):
    """What the task asks to be recorded; of a gate, the answer to its question."""
    return ([told["question"]] if "question" in told else []) + told.get("evidence", [])


def recorded(now, ref, fields):
    """Looked up, as a real driver asks its platform."""
    return {field: now["records"].get(ref, {}).get(field, f"{field} of {ref}") for field in fields}


def counted(ref, kind, **thing):
    """Drover takes nobody's word that a wave has moved: who has come is counted. Here everybody comes at once."""
    if kind == "wave" and thing["phase"] == "moved":
        thing.update(arrived=thing["agents"], upgraded=thing["agents"])
    return thing


def act(request):
    identity, ref, now = request["id"], request["ref"], estate()
    last = now["acts"].get(ref, {})
    mine = last.get("id") == identity
    # done under this name already: the answer is the same
    if mine and last["done"]:
        return {"ok": {"observed": seen(now["things"], ref), "evidence": recorded(now, ref, last["fields"])}}
    if ref in now["waits"]:
        return {"notYet": now["waits"][ref]}
    phase, wanted = seen(now["things"], ref)["phase"], request["before"]["phase"]
    if not mine and phase not in ("absent", wanted):
        return {"refused": f"{ref} is {phase}; {request['move']} needs it to be {wanted}"}

    # what was begun is written down first: after a crash, nobody may say that it was not
    now["acts"][ref] = {"id": identity, "done": False}
    write(now)
    print(json.dumps({"progress": f"{ref}: {request['move']}"}), file=sys.stderr, flush=True)
    if ref in now["dies"]:
        sys.exit(f"{ref} fell over")
    thing = counted(**request["after"])
    fields = asked(request["told"])
    now["things"][ref] = thing
    now["acts"][ref] = {"id": identity, "done": True, "fields": fields}
    write(now)
    return {"ok": {"observed": thing, "evidence": recorded(now, ref, fields)}}


def did(identity):
    """Only the last act of an entity counts: one that was taken back was not done."""
    now = estate()
    for ref, last in now["acts"].items():
        if last["id"] == identity and last["done"]:
            return {"did": "yes", "evidence": recorded(now, ref, last["fields"])}
        if last["id"] == identity:
            return {"did": "unknown"}
    return {"did": "no"}


def answer(request):
    ask = request["ask"]
    if ask == "read":
        return {"ok": {"observed": seen(estate()["things"], request["ref"])}}
    if ask == "readAll":
        things = estate()["things"]
        return {"ok": {"all": {ref: seen(things, ref) for ref in request["refs"]}}}
    if ask == "did":
        return {"ok": did(request["id"])}
    return alone(lambda: act(request))


request = json.load(sys.stdin)
try:
    said = answer(request)
except (OSError, ValueError) as error:
    said = {"unreachable": f"{FILE} cannot be used: {error}"}
print(json.dumps({"protocol": 1, "id": request["id"], **said}))
