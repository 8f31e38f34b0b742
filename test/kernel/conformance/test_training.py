"""Espalier's own work in a cell: stopped by an interrupt, it ends after its step, saves itself, and goes on later."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import StartKernel

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


@pytest.mark.parametrize("way", ["message", "signal"])
def test_a_training_saves_itself_and_is_resumed(start_kernel: StartKernel, tmp_path: Path, way: str) -> None:
    kernel = start_kernel(NOTEBOOKS)
    checkpoint = tmp_path / "checkpoint.safetensors"
    kernel.ok(
        """import * as espalier from "espalier";
await espalier.useBackend("wasm");
const experiment = espalier.readExperiment("specs/pets.experiment.json");
experiment.spec.training = { ...experiment.spec.training, epochs: 3000 };
const prepared = await espalier.prepareExperiment(experiment);
const options = { progress: espalier.defaultProgress(), checkpoint: """
        f"{str(checkpoint)!r} }};"
    )
    steps: list[int] = []
    for _ in range(2):
        training = kernel.start(
            """const model = await espalier.build(prepared.graphs["flat"]!, { seed: 1 });
const training = await espalier.train(model, prepared.data, { ...options, progress: espalier.defaultProgress() });
training.stopped === "interrupted" ? training.steps : -1"""
        )
        kernel.read_until(lambda: len(training.of_type("display_data", "update_display_data")) > 5)
        kernel.interrupt(way)
        training.finish()
        assert training.status == "ok", training.traceback
        steps.append(int(training.result or 0))
    assert checkpoint.exists()
    assert 0 < steps[0] < steps[1], steps
    assert kernel.ok("process.listenerCount('SIGINT')").result == "0"
    assert kernel.works()
