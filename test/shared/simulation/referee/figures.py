"""The figures of the referee, a simulator of its own in Python (numpy, scipy), on the recordings of demand.ts.

    for name in web jobs bins; do node test/shared/simulation/referee/demand.ts $name > DATA/$name.csv; done
    python3 test/shared/simulation/referee/figures.py REFEREE DATA > test/shared/simulation/referee/figures.json

REFEREE: the folder with its sim.py, algos.py and jobs.py.
"""
import json
import os
import sys

import numpy as np

referee, data = sys.argv[1:3]
sys.path.insert(0, referee)
import algos  # noqa: E402
import jobs  # noqa: E402
import sim  # noqa: E402

sim.TR = os.path.join(data, "")
SLO, TASK = 300, 120
BURN = 2 * 3600

INTERACTIVE = {
    "staticSize": lambda: algos.Static(30),
    "hpa": lambda: algos.HPA(0.6),
    "hpaOnRequests": lambda: algos.HPAReq(0.5),
    "targetTracking": lambda: algos.TargetTracking(0.5),
    "targetTrackingLow9": lambda: algos.TargetTracking(0.6, lo=0.9),
    "targetTrackingOnRequests": lambda: algos.TargetTrackingReq(0.6, lo=0.9),
    "stepScaling": lambda: algos.Step(0.5),
    "threshold": lambda: algos.Threshold(0.8, 0.2, 1, None, 300, win=300, needq=True),
    "thresholdTimes": lambda: algos.Threshold(0.8, 0.4, 1, 1.5, 180, win=60),
    "predictive": lambda: algos.AwsPredictive(0.6),
}
QUEUE = {
    "hpa": lambda: algos.HPA(0.6),
    "targetTracking": lambda: algos.TargetTracking(0.5),
    "stepScaling": lambda: algos.Step(0.5),
    "threshold": lambda: algos.Threshold(0.8, 0.2, 1, None, 300, win=300, needq=True),
    "keda": lambda: algos.KedaQueue(1.0, TASK),
    "kedaDense": lambda: algos.KedaQueue(2.0, TASK),
    "karpenter": lambda: algos.KarpenterLike(TASK),
    "backlogTracking": lambda: algos.BacklogTT(SLO, TASK, 0.5),
}


def scored(env, days):
    score = sim.score(env, BURN // sim.DT, SLO)
    return {
        "workerHours": score["cost"],
        "latePercent": score["late"],
        "p95WaitSeconds": score["wait95"],
        "underPercent": score["tU"],
        "overPercent": score["tO"],
        "underBy": score["thU"],
        "overBy": score["thO"],
        "actions": round(score["acts"] * days),
    }


def played(name, algorithms, queue):
    demand, second_of_day = sim.load(name, queue=queue)
    burn = BURN // sim.DT
    days = (len(demand) - burn) * sim.DT / 86400
    result = {"algorithms": {}}
    for key, make in algorithms.items():
        result["algorithms"][key] = scored(sim.Env(demand, queue, second_of_day).run(make()), days)
    if queue:
        result["optimumHours"] = sim.clair_lp(demand, burn, queue=True, slo=SLO)
    else:
        result["optimumHours"] = float(sim.clair_zero_loss(demand, burn))
    return result


def whole_tasks(name, length):
    """Whole tasks, as many as the recording's values rounded, each of `length` steps."""
    demand, _ = sim.load(name, queue=True)
    counts = [int(round(x / length)) for x in np.cumsum(demand)]
    arrivals = [after - before for before, after in zip([0] + counts, counts)]
    result = {}
    for key, make in {
        "keda": lambda: algos.KedaQueue(1.5, jobsec=length * sim.DT),
        "karpenter": lambda: algos.KarpenterLike(jobsec=length * sim.DT),
        "backlogTracking": lambda: algos.BacklogTT(SLO, length * sim.DT, 0.5),
    }.items():
        # The referee leaves the first 480 steps out of the cost alone.
        hours, late, wait95, actions = jobs.run(make(), arrivals, length)
        result[key] = {"workerHours": hours, "latePercent": float(late), "p95WaitSeconds": float(wait95), "actions": actions}
    return {"tasks": sum(arrivals), "algorithms": result}


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return round(value, 6) if isinstance(value, float) else value


print(
    json.dumps(
        rounded(
            {
                "web": played("web", INTERACTIVE, False),
                "jobs": played("jobs", QUEUE, True),
                "bins": played("bins", QUEUE, True),
                "wholeTasks": whole_tasks("jobs", 8),
            }
        ),
        indent=1,
    )
)
