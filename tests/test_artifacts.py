"""What a run shows on Prefect's pages, where the server is there no longer."""

import pytest
from httpx import ConnectError

from flows import artifacts
from flows.artifacts import Pages, ProgressArtifacts
from flows.progress import Figures


def test_a_run_goes_on_without_the_server_and_asks_it_but_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(*_: object, **_more: object) -> None:
        asked.append("the server")
        raise ConnectError("Connection refused")

    monkeypatch.setattr(artifacts, "create_progress_artifact", refuse)
    pages = Pages()
    bars = ProgressArtifacts(pages)
    bars.finish(Figures("read", 1, 0.0), "two records")
    bars.show(Figures("dedup", 1, 0.0))
    pages.put(lambda: asked.append("a page"))
    assert asked == ["the server"]


def test_a_fault_of_the_run_itself_is_not_kept_quiet() -> None:
    def broken() -> None:
        raise ValueError("no such page")

    with pytest.raises(ValueError, match="no such page"):
        Pages().put(broken)
