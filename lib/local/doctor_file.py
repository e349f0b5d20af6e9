"""What `make doctor` says of a file of settings as a file: where readers of it part, and where the shell has others."""

from collections.abc import Mapping, Sequence

from lib.local.env_file import assignments
from lib.local.findings import Finding


def file_findings(text: str, names: Sequence[str]) -> list[Finding]:
    """Of settings that the doctor knows; what else stands there is for other programs."""
    found = [each for each in assignments(text) if each.name in names]
    values: dict[str, list[str]] = {}
    for each in found:
        values.setdefault(each.name, []).append(each.value)
    twice = "is set more than once, to different values, and each reader takes another: remove all but one"
    behind = "has a comment behind its value, which is handed over with it: give the comment a line of its own"
    return [
        *(Finding("wrong", name, twice) for name, given in values.items() if _differ(given)),
        *(Finding("wrong", name, behind) for name in dict.fromkeys(each.name for each in found if each.has_comment)),
    ]


def _differ(values: Sequence[str]) -> bool:
    """What hands the file over passes empty ones over, and a shell takes the last line, empty or not."""
    return len({value for value in values if value} | {values[-1]}) > 1


def shell_findings(shell: Mapping[str, str], file: Mapping[str, str], names: Sequence[str]) -> list[Finding]:
    """One line, if any: of what is exported here, and is not what the deployment gets from the file."""
    looked_at = dict.fromkeys((*names, *file))
    others = [name for name in looked_at if shell.get(name) and shell[name] != file.get(name, "")]
    if not others:
        return []
    said = f"was passed over where it is not as the file ({', '.join(others)})"
    return [Finding("note", "shell", f"{said}; look without FROM= to judge what it has")]
