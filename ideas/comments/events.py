"""What was said, and what was taken down."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class Commented(Event):
    """Somebody spoke under an idea, or replied there."""

    comment_id: int
    idea_id: int
    author_id: int


@dataclass(frozen=True)
class Mentioned(Event):
    """A comment calls somebody it did not call before."""

    comment_id: int
    idea_id: int
    author_id: int


@dataclass(frozen=True)
class OfficialAnswered(Event):
    """The brand answered an idea."""

    comment_id: int
    idea_id: int


@dataclass(frozen=True)
class UpdatePublished(Event):
    """A team told news about its idea."""

    update_id: int
    idea_id: int


@dataclass(frozen=True)
class CommentTakenDown(Event):
    """A moderator took a comment down; its writer is owed the reason."""

    comment_id: int
    idea_id: int
    author_id: int
    reason: str


@dataclass(frozen=True)
class UpdateTakenDown(Event):
    """A moderator took news down; its writer is owed the reason."""

    update_id: int
    idea_id: int
    author_id: int
    reason: str
