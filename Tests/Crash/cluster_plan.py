"""What is done to several processes and their PostgreSQL server, drawn from a seed before anything starts."""

import random
from dataclasses import dataclass

from plan import INTAKE, WORK

APIS = ("api-1", "api-2")
WORKERS = ("worker-1", "worker-2", "worker-3")
PROCESSES = APIS + WORKERS
# Seconds by which a process's wall clock is ahead.
CLOCKS = {"api-2": -60, "worker-3": 60}

# How often each kind is drawn, once each has had its turn.
WEIGHTS = {
    "kill": 20, "kill several": 12, "kill all": 4, "fault": 28, "server stopped at once": 9, "server restarted": 5,
    "server process killed": 8, "connections cut": 6, "power cut": 3, "worker stands still": 2, "api stands still": 3,
    "drain": 5,
}


@dataclass(frozen=True)
class Blow:
    kind: str
    seconds: float
    """How long it is quiet before."""
    victims: tuple = ()
    point: str = ""
    after: int = 0
    """How often the fault point is reached before."""
    down: float = 0
    """How long the server stays away, or a process stands still."""
    share: float = 0
    """Which of the server's connections, in 0..<1 of those that are there."""

    @property
    def kills(self):
        """Processes and servers that it ends by force, each once."""
        if self.kind in ("kill", "kill several", "kill all", "fault"):
            return len(self.victims)
        if self.kind == "power cut":
            return len(self.victims) + 1
        return int(self.kind in (
            "server stopped at once", "server restarted", "server process killed", "connections cut"))


def blows(seed, kills):
    """A list that holds `kills` kills: each kind once, each fault point where there is room, the rest by weight."""
    chance = random.Random(f"{seed}/cluster")
    plan = [blow(chance, kind) for kind in WEIGHTS if kind != "fault"]
    points = [(role, point) for role, points in (("api", INTAKE), ("worker", WORK)) for point in points]
    chance.shuffle(points)
    plan += [fault(chance, *pair) for pair in points]
    while sum(each.kills for each in plan) > kills:
        plan.pop()
    while (missing := kills - sum(each.kills for each in plan)) > 0:
        drawn = blow(chance, chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0])
        if drawn.kills <= missing:
            plan.append(drawn)
    chance.shuffle(plan)
    return plan


def blow(chance, kind):
    if kind == "fault":
        role = chance.choice(["api", "worker", "worker"])
        return fault(chance, role, chance.choice(INTAKE if role == "api" else WORK))
    victims = {
        "kill": lambda: (chance.choice(PROCESSES),),
        "kill several": lambda: tuple(chance.sample(PROCESSES, chance.randint(2, 4))),
        "kill all": lambda: PROCESSES,
        "power cut": lambda: PROCESSES,
        "worker stands still": lambda: (chance.choice(WORKERS),),
        "api stands still": lambda: (chance.choice(APIS),),
        "drain": lambda: (chance.choice(PROCESSES),),
    }.get(kind, tuple)()
    # A worker stands still for longer than others wait for a sign of life (10 s), so that they take its work.
    down = {"worker stands still": 13, "server restarted": 0}.get(kind, chance.choice([0, chance.uniform(0, 3)]))
    quiet = chance.uniform(0, 0.3) if chance.random() < 0.5 else chance.uniform(0.3, 1.5)
    return Blow(kind, quiet, victims, down=down, share=chance.random())


def fault(chance, role, point):
    return Blow("fault", 0, (chance.choice(APIS if role == "api" else WORKERS),), point, chance.randint(1, 8))
