"""What one wants by e-mail."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField

from ideas.notifications.rules import Topic
from ideas.web.forms import Form
from ideas.web.speak import label_of


class PreferencesForm(Form):
    """A box for each topic."""

    @property
    def choices(self) -> dict[Topic, bool]:
        """What was chosen."""
        return {topic: bool(self[topic.value].data) for topic in Topic}


def preferences_form(choices: Mapping[Topic, bool]) -> Any:
    """The form as the choices stand, in the reader's language."""

    class Drawn(PreferencesForm):
        """The boxes, with their labels."""

    for topic in Topic:
        box = BooleanField(label_of("topic", topic), description=label_of("topic_help", topic))
        setattr(Drawn, topic.value, box)
    return Drawn(data={topic.value: chosen for topic, chosen in choices.items()})
