"""A toy enterprise income tax in OpenFisca-Core, in an environment of its own.

usage: openfisca_tax.py INCOMES.npy HIGH_TECH.npy OUT.npy

Prints {"seconds": …, "one_ms": …, "peak_mb": …, "version": …}; writes the tax of each enterprise in yuan as
OpenFisca computes it. OpenFisca-Core is under the AGPL: it is run here as a program of its own and is no part
of Kejian.
"""

import json
import resource
import sys
import time
from importlib.metadata import version

import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.periods import YEAR
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

enterprise = Entity("enterprise", "enterprises", "An enterprise", "")


class taxable_income(Variable):  # noqa: N801
    value_type, entity, definition_period, label = float, enterprise, YEAR, "Taxable income"


class high_tech(Variable):  # noqa: N801
    value_type, entity, definition_period, label = bool, enterprise, YEAR, "High-tech enterprise"


class income_tax(Variable):  # noqa: N801
    value_type, entity, definition_period, label = float, enterprise, YEAR, "Income tax"

    def formula(enterprise, period):  # noqa: N805
        income = enterprise("taxable_income", period)
        high = np.where(enterprise("high_tech", period), 0.15, 0.25)
        rate = np.where(income <= 3_000_000, 0.05, high)
        return np.maximum(income, 0) * rate


def simulate(system, incomes, flags):
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("enterprise", list(range(len(incomes))))
    simulation = builder.build(system)
    simulation.set_input("taxable_income", "2025", incomes)
    simulation.set_input("high_tech", "2025", flags)
    return simulation.calculate("income_tax", "2025")


def main():
    incomes, flags = np.load(sys.argv[1]), np.load(sys.argv[2])
    system = TaxBenefitSystem([enterprise])
    system.add_variables(taxable_income, high_tech, income_tax)
    simulate(system, incomes[:10], flags[:10])
    times = []
    for _ in range(3):
        start = time.perf_counter()
        tax = simulate(system, incomes, flags)
        times.append(time.perf_counter() - start)
    single = []
    for at in range(200):
        start = time.perf_counter()
        simulate(system, incomes[at : at + 1], flags[at : at + 1])
        single.append(time.perf_counter() - start)
    np.save(sys.argv[3], tax)
    print(json.dumps({
        "seconds": sorted(times)[1], "one_ms": sorted(single)[100] * 1000, "dtype": str(tax.dtype),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "version": version("openfisca-core"),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
