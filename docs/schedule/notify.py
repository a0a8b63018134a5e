"""Have Prefect tell somebody when a run of litsieve fails, and end runs whose machine went away.

    python docs/schedule/notify.py https://hooks.example.org/…

The address gets a POST with the JSON object {"text": …}, which Slack, Mattermost and others take as a message. Run it
again to change the address. It talks to the server of PREFECT_API_URL.
"""

import sys
from datetime import timedelta
from typing import Final

from prefect.automations import Automation
from prefect.blocks.webhook import Webhook
from prefect.client.schemas.objects import StateType
from prefect.events.actions import CallWebhook, ChangeFlowRunState
from prefect.events.schemas.automations import EventTrigger, Posture

FLOWS: Final = {
    "prefect.resource.role": "flow",
    "prefect.resource.name": ["litsieve", "litsieve-poll", "litsieve-verify"],
}
BAD_ENDS: Final = ("Failed", "Crashed", "Refused", "Unreadable", "TimedOut")
ENDS: Final = (*BAD_ENDS, "Completed", "Cancelled")
BEAT: Final = "prefect.flow-run.heartbeat"
"""A run gives one every three minutes (Prefect's setting `flows.heartbeat_frequency`)."""

LOST_AFTER: Final = timedelta(minutes=10)
"""Three beats and a little: a busy machine may be late with one."""

TEXT: Final = 'flow.name ~ ", " ~ flow_run.name ~ ", ended " ~ flow_run.state.name ~ ": " ~ flow_run.state.message'


def main(url: str) -> None:
    """Save the address and both automations."""
    block = Webhook(url=url).save("litsieve", overwrite=True)
    save(
        Automation(
            name="litsieve: tell of failed runs",
            trigger=EventTrigger(
                expect={f"prefect.flow-run.{name}" for name in BAD_ENDS},
                match_related=FLOWS,
                for_each={"prefect.resource.id"},
                posture=Posture.Reactive,
                threshold=1,
                within=timedelta(0),
            ),
            actions=[CallWebhook(block_document_id=block, payload=f'{{"text": {{{{ ({TEXT}) | tojson }}}}}}')],
        )
    )
    save(
        Automation(
            name="litsieve: end lost runs",
            trigger=EventTrigger(
                after={BEAT},
                expect={BEAT, *(f"prefect.flow-run.{name}" for name in ENDS)},
                match_related=FLOWS,
                for_each={"prefect.resource.id"},
                posture=Posture.Proactive,
                threshold=1,
                within=LOST_AFTER,
            ),
            actions=[
                ChangeFlowRunState(
                    state=StateType.CRASHED, message=f"No sign of life for {LOST_AFTER}: its machine went."
                )
            ],
        )
    )


def save(automation: Automation) -> None:
    """Put the automation in the place of the one of its name."""
    try:
        known = Automation.read(name=automation.name)
    except ValueError:
        known = None
    if known is not None:
        known.delete()
    automation.create()


if __name__ == "__main__":
    main(sys.argv[1])
