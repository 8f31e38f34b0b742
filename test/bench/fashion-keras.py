"""A yardstick of fashion.mjs: the same networks, images and folds in Keras.

    pip install tensorflow-cpu keras numpy
    npm run build
    python test/bench/fashion-keras.py [SEED...]

Images from ESPALIER_TEST_DATA/fashion-900, else shared/data beside the repository. Prints accuracy (mean and standard
deviation over 3 seeds x 5 folds), oracle and gate, and the paired differences to flat with Nadeau and Bengio's
corrected standard error. About five minutes on two cores.
"""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras import layers

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("ESPALIER_TEST_DATA", HERE.parents[2] / "shared" / "data")) / "fashion-900"

# Groups of classes, as in fashion.experiment.json: t-shirt, pullover, shirt; sandal, sneaker, ankle boot; the rest alone.
GROUPS = {"tops": [0, 2, 6], "shoes": [5, 7, 9], "bottoms": [1], "dress": [3], "outer": [4], "accessory": [8]}
MEMBERS = list(GROUPS.values())
GROUP_OF = np.array([next(g for g, members in enumerate(MEMBERS) if label in members) for label in range(10)])
BRANCHED = [g for g, members in enumerate(MEMBERS) if len(members) > 1]

EPOCHS, BATCH, RATE = 25, 32, 1e-3


def read_idx(name, header):
    return np.frombuffer(gzip.decompress((DATA / name).read_bytes()), np.uint8, offset=header)


def read_data():
    labels = read_idx("labels-idx1-ubyte.gz", 8).astype("int32")
    images = read_idx("images-idx3-ubyte.gz", 16).reshape(len(labels), 28, 28, 1).astype("float32") / 255
    return images, labels


def trunk(image):
    x = layers.Conv2D(16, 3, activation="relu")(image)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.MaxPooling2D()(x)
    return layers.Flatten()(x)


def head(features, width, name=None):
    return layers.Dense(width, name=name)(layers.Dense(64, activation="relu")(features))


def ignoring():
    """Cross-entropy from logits; the mean over the samples of a batch that have a label (at least 1)."""

    def loss(labels, logits):
        labels = keras.ops.reshape(labels, (-1,))
        known = keras.ops.cast(labels >= 0, "float32")
        safe = keras.ops.maximum(labels, 0)
        each = keras.losses.sparse_categorical_crossentropy(safe, logits, from_logits=True)
        return keras.ops.sum(each * known) / keras.ops.maximum(keras.ops.sum(known), 1.0)

    return loss


def classifier(x, y, width):
    """One network of trunk, dense layer and head, trained on these samples."""
    image = keras.Input((28, 28, 1))
    model = keras.Model(image, head(trunk(image), width))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(RATE), loss)
    model.fit(x, y, epochs=EPOCHS, batch_size=BATCH, verbose=0)
    return model


def within(labels, group):
    """Labels counted inside a group; -1 for samples of other groups."""
    place = np.full(10, -1)
    place[MEMBERS[group]] = np.arange(len(MEMBERS[group]))
    return place[labels].astype("int32")


def merged(groups, branches):
    """The answer when `groups` choose: the only class of a group, or the branch's first choice."""
    answer = np.array([MEMBERS[group][0] for group in groups])
    for group, chosen in branches.items():
        own = groups == group
        answer[own] = np.array(MEMBERS[group])[chosen[own]]
    return answer


def judged(gate, branches, labels):
    truth = GROUP_OF[labels]
    return {
        "whole": np.mean(merged(gate, branches) == labels),
        "oracle": np.mean(merged(truth, branches) == labels),
        "gate": np.mean(gate == truth),
    }


def first_choice(model, x):
    return np.argmax(model.predict_on_batch(x), axis=1)


def flat(x, y, test_x, test_y):
    return {"whole": np.mean(first_choice(classifier(x, y, 10), test_x) == test_y)}


def cascade(x, y, test_x, test_y):
    gate = first_choice(classifier(x, GROUP_OF[y], len(MEMBERS)), test_x)
    branches = {}
    for group in BRANCHED:
        labels = within(y, group)
        own = labels >= 0
        branches[group] = first_choice(classifier(x[own], labels[own], len(MEMBERS[group])), test_x)
    return judged(gate, branches, test_y)


def shared(x, y, test_x, test_y):
    image = keras.Input((28, 28, 1))
    features = trunk(image)
    outputs = [head(features, len(MEMBERS), "gate")]
    outputs += [head(features, len(MEMBERS[group]), f"branch{group}") for group in BRANCHED]
    model = keras.Model(image, outputs)
    model.compile(keras.optimizers.Adam(RATE), [ignoring() for _ in outputs])
    labels = [GROUP_OF[y], *(within(y, group) for group in BRANCHED)]
    model.fit(x, labels, epochs=EPOCHS, batch_size=BATCH, verbose=0)
    gate, *branches = [np.argmax(values, axis=1) for values in model.predict_on_batch(test_x)]
    return judged(gate, dict(zip(BRANCHED, branches)), test_y)


def corrected_error(differences, test_over_train):
    return np.sqrt((1 / len(differences) + test_over_train) * np.var(differences, ddof=1))


def main():
    images, labels = read_data()
    folds = json.loads(subprocess.check_output(["node", str(HERE / "fashion-folds.mjs")]))
    seeds = [int(seed) for seed in sys.argv[1:]] or [1, 2, 3]
    approaches = {"flat": flat, "cascade": cascade, "shared backbone": shared}
    results = {name: [] for name in approaches}
    for seed in seeds:
        for fold, test in enumerate(folds[seed - 1]):
            train = np.setdiff1d(np.arange(len(labels)), test)
            for name, approach in approaches.items():
                keras.utils.set_random_seed(100 * seed + fold)
                found = approach(images[train], labels[train], images[test], labels[test])
                results[name].append(found)
                keras.backend.clear_session()
            line = ", ".join(f"{name} {runs[-1]['whole']:.3f}" for name, runs in results.items())
            print(f"seed {seed}, fold {fold + 1}: {line}", file=sys.stderr, flush=True)

    print(f"Keras {keras.version()}, {len(seeds)} seeds x 5 folds")
    for name, runs in results.items():
        parts = []
        for figure in runs[0]:
            values = [run[figure] for run in runs]
            parts.append(f"{figure} {np.mean(values):.3f} ± {np.std(values, ddof=1):.3f}")
        print(f"{name:16}", "  ".join(parts))
    base = np.array([run["whole"] for run in results["flat"]])
    for name, runs in results.items():
        if name == "flat":
            continue
        differences = np.array([run["whole"] for run in runs]) - base
        print(f"{name} - flat: {differences.mean():+.3f}, standard error {corrected_error(differences, 1 / 4):.3f}")


main()
