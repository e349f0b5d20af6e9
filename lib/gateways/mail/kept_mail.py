"""Letters as files in a folder, for development: nothing leaves the machine, and everything can be looked at."""

import asyncio
import errno
import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from lib.actions.mail import Mail, Outcome, Sent, Unreached
from lib.gateways.mail.mime import Unsent, raw
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class KeptMail:
    """Only the owner of ``folder`` reads it: letters hold addresses and keys to bookings."""

    folder: Path

    async def send(self, mail: Mail) -> Outcome:
        """The same file for the same letter. Never raises."""
        name = f"{mail.at}-{sha256(mail.letter.encode()).hexdigest()[:16]}.eml"
        try:
            await asyncio.to_thread(self._keep, name, raw(mail))
        except Unsent as error:
            return error.answer
        except OSError as error:
            return Unreached(f"local {errno.errorcode.get(error.errno or 0, 'OSError')}")
        return Sent("local", name)

    def _keep(self, name: str, content: bytes) -> None:
        """Whole or not at all: whoever lists the folder meanwhile sees no half letter."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        # Made with mode 0600, and under a name that no list of letters shows.
        handle, written = tempfile.mkstemp(dir=self.folder, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(written).replace(self.folder / name)
        except OSError:
            with suppress(OSError):
                Path(written).unlink()
            raise
