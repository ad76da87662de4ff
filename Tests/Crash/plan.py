"""What is done to the program, drawn from a seed before anything starts."""

import random
from dataclasses import dataclass

INTAKE = ("intake.stored", "intake.committed")
WORK = ("claim.stored", "claim.committed", "run.finished", "answer.stored", "answer.committed")
TOPOLOGIES = {"serve": ("serve",), "apart": ("api", "worker-1", "worker-2")}


@dataclass(frozen=True)
class Blow:
    """One end of one process, or of all at once."""

    victim: str
    """A process's name, or `all`: a power cut."""
    kind: str
    """`random`, `stopped`, `drained`, or a fault point."""
    after: int
    """How often the fault point is reached before."""
    seconds: float
    """How long the process lives before a random end."""

    @property
    def is_kill(self):
        return self.kind != "drained"

    @property
    def is_fault(self):
        return "." in self.kind


def points(process):
    """The fault points that a process of this name comes by."""
    return INTAKE + WORK if process == "serve" else INTAKE if process == "api" else WORK


def blows(seed, topology, kills):
    """A list that holds `kills` kills: each fault point of each process where there is room, the rest half at random
    moments and half at points; in between, orderly stops."""
    chance = random.Random(f"{seed}/{topology}")
    processes = TOPOLOGIES[topology]
    named = [(process, point) for process in processes for point in points(process)]
    chance.shuffle(named)
    plan = [fault(chance, *pair) for pair in named[: kills * 2 // 3]]
    while len(plan) < kills:
        kind = chance.choices(["random", "fault", "all", "stopped"], [50, 35, 12, 3])[0]
        plan.append(blow(chance, kind, processes))
    chance.shuffle(plan)
    for _ in range(max(1, kills // 12)):
        plan.insert(chance.randrange(len(plan)), Blow(chance.choice(processes), "drained", 0, chance.uniform(0.1, 1)))
    return plan


def blow(chance, kind, processes):
    victim = chance.choice(processes)
    if kind == "fault":
        return fault(chance, victim, chance.choice(points(victim)))
    if kind == "all":
        return Blow("all", "random", 0, lifetime(chance))
    if kind == "stopped":
        victim = chance.choice([process for process in processes if process != "api"])
    return Blow(victim, kind, 0, lifetime(chance))


def fault(chance, process, point):
    return Blow(process, point, chance.randint(1, 8), 0)


def lifetime(chance):
    """Mostly in the middle of the start and the first work, sometimes later."""
    return chance.uniform(0, 0.4) if chance.random() < 0.4 else chance.uniform(0.4, 2)
