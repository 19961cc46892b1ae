"""What else has to be so before anything is made: checks that know more than jobs do install themselves here.

A gate is asked before every new job, and for what is made together once, with the recipe of the whole. It must not
change anything.
"""

from collections.abc import Callable, Iterable

from studio.accounts.models import Project, User
from studio.catalog.problems import Problem
from studio.catalog.recipe import Recipe

from .agreement import CannotSubmit

Gate = Callable[[User, Project, Recipe], Iterable[Problem]]

GATES: list[Gate] = []


def install(gate: Gate) -> None:
    """From now on it is asked; twice is once."""
    if gate not in GATES:
        GATES.append(gate)


def require(user: User, project: Project, recipe: Recipe) -> None:
    """Raises CannotSubmit with all that the gates have to say."""
    if problems := [problem for gate in GATES for problem in gate(user, project, recipe)]:
        raise CannotSubmit(*problems)
