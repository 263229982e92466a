"""When a change of roles takes two admins."""

from ideas.policy import Role


def takes_two(role: Role, *, gives: bool, is_self: bool, other_admins: int) -> bool:
    """Giving takes two, and taking an admin's role from somebody else; with no other admin one."""
    if not other_admins:
        return False
    return gives or (role is Role.ADMIN and not is_self)
