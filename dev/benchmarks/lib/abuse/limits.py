"""How many files this process may open."""
import resource

from lib.servers import Failed


def allow_many_files(count):
    """Raises the limit as far as needed, and says so if that is not allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= count:
        return
    if hard != resource.RLIM_INFINITY and hard < count:
        raise Failed(f"{count} open files are needed, and the hard limit is {hard}: raise it (ulimit -Hn {count})")
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))
