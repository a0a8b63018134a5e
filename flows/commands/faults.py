"""What the disk or the system refused, told in one line with what to do."""

import errno
import os
import re
from typing import Final

ADVICE: Final = {
    errno.ENOSPC: "Free some space (`litsieve prune` removes old releases) and run this again.",
    errno.EDQUOT: "Free some space (`litsieve prune` removes old releases) and run this again.",
    errno.EFBIG: "Raise the limit on the size of files (`ulimit -f`) and run this again.",
    errno.EROFS: "Name a folder that can be written with --out.",
    errno.EACCES: "Give this user the right to it, or name another folder.",
    errno.EPERM: "Give this user the right to it, or name another folder.",
    errno.EXDEV: "All of the output folder must lie on one disk: link to the whole of it, not to a part, or use --out.",
    errno.EIO: "The disk fails: look at the system's log, then run this again or from a copy.",
    errno.EMFILE: "Raise the limit on open files (`ulimit -n`) and run this again.",
}
"""What helps, by the system's number of the error."""

CUT_OFF: Final = "transport error"
"""What polars says where the last bytes of a Parquet file could not be written; the system's number is lost then."""

_NUMBER: Final = re.compile(r"\(os error (\d+)\)")


def fault_of(error: BaseException) -> str | None:
    """The sentence for an error that the system raised, or None where `error` is something else.

    Polars passes such errors on as its own, with no more than the number in their text.
    """
    if isinstance(error, MemoryError):
        return "The memory does not suffice. Allow this more of it, or lower `work.memory_gib` and `work.workers`."
    number = getattr(error, "errno", None) if isinstance(error, OSError) else None
    found = _NUMBER.search(str(error))
    if number is None and found is not None:
        number = int(found[1])
    if number is None and CUT_OFF in str(error):
        number = errno.ENOSPC
    if number is None:
        return str(error) if isinstance(error, OSError) else None
    name = getattr(error, "filename", None)
    where = f" ({os.fsdecode(name)})" if isinstance(name, str | bytes | os.PathLike) else ""
    advice = ADVICE.get(number, "Mend that and run this again.")
    return f"{os.strerror(number)}{where}. What was published is what it was. {advice}"
