"""Architecture, training, evaluation, conclusion: constant text and code."""

from fashion_model.notebook.cells import Cell, code, markdown
from fashion_model.notebook.sources import excerpt

_ARCHITECTURE = """
## 4 Architecture

The network is a row of simple steps. A **convolution** slides small filters over the picture and
looks for edges and patterns; **pooling** halves the picture; **dense** layers weigh everything that
was found; **softmax** turns ten numbers into ten probabilities. The app's own source,
`fashion_model/network/build.py`.
"""

_SUMMARY = """
build(config).summary()
"""

_TRAINING = """
## 5 Training

After every batch each weight is moved a little towards fewer mistakes. How far, says the **learning
rate**, which may change on the way; how surprised the network was by the right answers, says the
**loss**. After each epoch the validation pictures are asked about; the weights of the best epoch
are kept.
"""

_FASTER_WORDS = """
Four things that make it quicker: fewer **digits** while it learns, where the processor is built
for that; answers by weights **averaged** over the latest batches, which jump about less; batch norm
in one pass over the pictures; and figures of the latest batch alone.
"""

_JUDGE = '''
CHUNK = 500  # pictures asked about at a time


def predict(model: keras.Model, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """The probabilities (n, 10) of pictures, uint8 (n, 28, 28)."""
    starts = range(0, len(images), CHUNK)
    return np.concatenate(
        [
            np.asarray(model.predict_on_batch(as_input(images[at : at + CHUNK])), np.float32)
            for at in starts
        ]
    )
'''

_LOOP = """
model = build(config, policy_for(config.precision), OnePassBatchNorm)
answering = build(config)  # all digits; its weights are averages, where the settings ask for them
loss = keras.losses.CategoricalCrossentropy(label_smoothing=config.label_smoothing)
right = keras.metrics.categorical_accuracy
metrics = [Latest(loss, "latest_loss"), Latest(right, "latest_accuracy")]
model.compile(optimizer=make_optimizer(config), loss=loss, metrics=metrics)
model.optimizer.build(model.trainable_variables)

chosen = choose(config, len(train_labels))
batch_size = min(config.batch_size, len(chosen))
batches = len(chosen) // batch_size
epochs = config.epochs if RUN["stopped_after"] is None else RUN["stopped_after"]
targets = np.eye(CLASSES, dtype=np.float32)

history: list[dict[str, float]] = []
best_epoch, best, best_weights = 0, (-1.0, -math.inf), model.get_weights()
average: list[npt.NDArray[np.float32]] = []
began = time.monotonic()
for epoch in range(epochs):
    order = shuffle(config, chosen, epoch)
    loss_sum = hits = 0.0
    for batch in range(batches):
        positions = order[batch * batch_size : (batch + 1) * batch_size]
        images = vary(config, train_images[positions], epoch, batch)
        model.optimizer.learning_rate = learning_rate(
            config.schedule,
            config.learning_rate,
            epoch * batches + batch,
            config.epochs * batches,
        )
        told = model.train_on_batch(
            as_input(images), targets[train_labels[positions]], return_dict=True
        )
        loss_sum += float(told["latest_loss"])
        hits += float(told["latest_accuracy"])
        if config.averaging:
            ema_update(model, average, epoch * batches + batch + 1, config.averaging)
    answering.set_weights(average or model.get_weights())
    probabilities = predict(answering, validation_images)
    history.append(
        {
            "loss": loss_sum / batches,
            "accuracy": hits / batches,
            "validation_loss": log_loss(probabilities, validation_labels),
            "validation_accuracy": accuracy(probabilities, validation_labels),
        }
    )
    now = history[-1]
    print(
        f"Epoch {epoch + 1}: loss {now['loss']:.4f}, accuracy {now['accuracy']:.1%}; "
        f"validation loss {now['validation_loss']:.4f}, accuracy {now['validation_accuracy']:.1%}"
    )
    if (now["validation_accuracy"], -now["validation_loss"]) > best:
        best = (now["validation_accuracy"], -now["validation_loss"])
        best_epoch, best_weights = epoch + 1, answering.get_weights()
    elif config.patience is not None and epoch + 1 - best_epoch >= config.patience:
        print("No progress for", config.patience, "epochs: enough.")
        break
model = answering
model.set_weights(best_weights)
print(f"Best epoch: {best_epoch}. It took {time.monotonic() - began:.0f} seconds.")
"""

_CURVES = """
figure, axes = plt.subplots(1, 2, figsize=(11, 4))
numbers = range(1, len(history) + 1)
for axis, quantity in zip(axes, ("loss", "accuracy"), strict=True):
    trained = [each[quantity] for each in history]
    validated = [each[f"validation_{quantity}"] for each in history]
    axis.plot(numbers, trained, "o-", color="#E69F00", label="training")
    axis.plot(numbers, validated, "s-", color="#0072B2", label="validation")
    axis.axvline(best_epoch, color="grey", linestyle=":", label="best epoch")
    axis.set(title=quantity.capitalize(), xlabel="epoch", ylabel=quantity)
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.legend()
plt.show()
"""

_EVALUATION = """
## 6 Evaluation

Now, once, the test pictures. The **confusion matrix** counts for every kind what the network took
its pictures for; what lies on the diagonal is right.
"""

_MATRIX = """
from sklearn.metrics import ConfusionMatrixDisplay, classification_report

probabilities = predict(model, test_images)
answers = probabilities.argmax(axis=1)
test_accuracy = accuracy(probabilities, test_labels)
print(f"{test_accuracy:.2%} of {len(test_labels)} test pictures are right.")
print(
    classification_report(
        test_labels, answers, labels=range(CLASSES), target_names=CLASS_NAMES, zero_division=0
    )
)
figure, axis = plt.subplots(figsize=(8, 8))
ConfusionMatrixDisplay.from_predictions(
    test_labels,
    answers,
    labels=range(CLASSES),
    display_labels=CLASS_NAMES,
    cmap="Blues",
    xticks_rotation=45,
    colorbar=False,
    ax=axis,
)
axis.set(title="Confusion matrix of the test pictures", xlabel="answer", ylabel="what it is")
plt.show()
"""

_WRONG_WORDS = """
And the mistakes themselves: those it was most certain of, among two hundred test pictures of each
kind. Would you have known better?
"""

_WRONG = """
looked_at = first_per_class(test_labels, test_at, 200)
wrong = looked_at[answers[looked_at] != test_labels[looked_at]]
wrong = wrong[np.argsort(-probabilities[wrong].max(axis=1), kind="stable")][:24]
figure, axes = plt.subplots(3, 8, figsize=(12, 6.6))
for axis in axes.flat:
    axis.axis("off")
for axis, at in zip(axes.flat, wrong, strict=False):
    axis.imshow(test_images[at], cmap="gray", vmin=0, vmax=255)
    share = probabilities[at].max()
    axis.set_title(
        f"{CLASS_NAMES[test_labels[at]]}\\ntaken for\\n{CLASS_NAMES[answers[at]]} ({share:.0%})",
        fontsize=8,
    )
figure.suptitle("Its most certain mistakes")
figure.tight_layout()
plt.show()
"""

_CONCLUSION = """
## 7 Conclusion

What it learned, and whether this notebook found the same as the app. On the same machine with the
same number of threads and the same versions the losses agree to the fourth decimal; elsewhere sums
are rounded differently, and the accuracy may differ by a percentage point.
"""

_LEARNED = """
low, high = wilson_interval(round(test_accuracy * len(test_labels)), len(test_labels))
print(f"Test accuracy {test_accuracy:.2%}, 95 % interval {low:.1%} to {high:.1%}.")
print("People without training in fashion got", f"{RUN['people']['accuracy']:.1%}", "right:")
print("  ", RUN["people"]["how"], RUN["people"]["link"])

mistakes = np.zeros((CLASSES, CLASSES), np.int64)
np.add.at(mistakes, (test_labels, answers), test_labels != answers)
print("What it mixes up most:")
for cell in mistakes.ravel().argsort()[::-1][:3]:
    true, answer = divmod(int(cell), CLASSES)
    print(f"   {CLASS_NAMES[true]} taken for {CLASS_NAMES[answer]}: {mistakes[true, answer]} times")

print("What the app suggests to try next:")
for suggestion in RUN["suggestions"]:
    print("  ", suggestion)
"""

_COMPARISON = """
differences = [
    abs(here[name] - there[name])
    for here, there in zip(history, RUN["epochs"], strict=False)
    for name in ("loss", "validation_loss")
]
best_here = max(each["validation_accuracy"] for each in history)
best_there = max(each["validation_accuracy"] for each in RUN["epochs"])
print(f"Largest difference of a loss: {max(differences):.6f}")
print(f"Validation accuracy of the best epoch: {best_here:.2%} here, {best_there:.2%} in the app")
print(f"Test accuracy: {test_accuracy:.2%} here, {RUN['test_accuracy']:.2%} in the app")
"""


def architecture() -> list[Cell]:
    """Chapter 4."""
    return [
        markdown(_ARCHITECTURE),
        code(
            excerpt(
                "network/build.py",
                "BatchNorm",
                "build",
                "_block",
                "make_optimizer",
                "_POOLINGS",
                "_OPTIMIZERS",
            )
        ),
        code(_SUMMARY),
    ]


def training() -> list[Cell]:
    """Chapter 5."""
    metrics = excerpt("metrics.py", "Probabilities", "Integers", "accuracy", "log_loss")
    return [
        markdown(_TRAINING),
        code(excerpt("network/optimizer.py", "WARM_UP", "COLD", "learning_rate", "_fall")),
        code(metrics),
        markdown(_FASTER_WORDS),
        code(
            excerpt("network/build.py", "_INSTRUCTIONS", "_PROCESSOR", "policy_for", "has_bfloat16")
        ),
        code(excerpt("network/optimizer.py", "EVERY", "_YOUNG", "ema_update")),
        code(excerpt("network/build.py", "OnePassBatchNorm")),
        code(excerpt("network/session.py", "Latest")),
        code(_JUDGE),
        code(_LOOP),
        code(_CURVES),
    ]


def evaluation() -> list[Cell]:
    """Chapter 6."""
    return [markdown(_EVALUATION), code(_MATRIX), markdown(_WRONG_WORDS), code(_WRONG)]


def conclusion() -> list[Cell]:
    """Chapter 7."""
    return [
        markdown(_CONCLUSION),
        code(excerpt("metrics.py", "wilson_interval")),
        code(_LEARNED),
        code(_COMPARISON),
    ]
