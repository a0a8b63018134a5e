"""What Prefect reads when it is imported, where nobody set it: to be imported before it."""

import os

# A run sends nothing to anybody.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
# On a busy machine a server may take minutes to start.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "600")
