"""Every page of the desk, on one blueprint."""

from ideas.desk.blueprint import blueprint
from ideas.desk.machines import views as machines
from ideas.desk.records import views as records
from ideas.desk.showing import views as showing
from ideas.desk.today import views as today
from ideas.desk.turning import views as turning

__all__ = ["blueprint", "machines", "records", "showing", "today", "turning"]
