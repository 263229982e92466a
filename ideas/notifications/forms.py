"""How one wants to be told."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField

from ideas.notifications.rules import Topic, Way, choosable, ways_for
from ideas.web.forms import Form, choice
from ideas.web.speak import label_of


class PreferencesForm(Form):
    """A list for each topic one chooses a way for."""

    @property
    def choices(self) -> dict[Topic, Way]:
        """What was chosen."""
        return {topic: Way(self[topic.value].data) for topic in Topic if topic.value in self}


def preferences_form(chosen: Mapping[Topic, Way], *, is_staff: bool) -> Any:
    """The form as the choices stand, in the reader's language."""

    class Drawn(PreferencesForm):
        """The lists, with their labels."""

    topics = choosable(is_staff=is_staff)
    for topic in topics:
        ways = [choice(way.value, label_of("way", way)) for way in ways_for(topic)]
        help_ = label_of("topic_help", topic)
        field = SelectField(label_of("topic", topic), choices=ways, description=help_)
        setattr(Drawn, topic.value, field)
    return Drawn(data={topic.value: chosen[topic].value for topic in topics})
