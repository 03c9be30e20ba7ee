"""What the words mean, in the corner of every page: each term once, in the order of a training."""

import streamlit as st

TERMS: dict[str, str] = {
    "Pixel": "A dot of a picture, as a number: 0 is black, 255 is white.",
    "Label": "The name a person gave a picture. It may be wrong.",
    "Training, validation, test pictures": "Three parts that never mix. It learns from the first; "
    "the second show how it does meanwhile, and which settings are better; the third are asked "
    "once, at the end, because whoever chooses by them has seen the exam.",
    "Augmentation": "Varying training pictures a little each time they are shown, so that it "
    "learns what a shirt is rather than these very shirts.",
    "Filter (kernel)": "A small grid of numbers that slides over the picture and gives a large "
    "number where the picture looks like it.",
    "Convolution": "The sliding of filters over a picture. One layer has many filters.",
    "Pooling": "Keeping one number of every four: less work, and a shift by a pixel matters less.",
    "Activation": "The bend after each layer, without which many layers could do no more than one.",
    "Dense layer": "A layer in which everything is weighed with everything.",
    "Softmax": "The last step: ten numbers become ten probabilities that add up to 100 %.",
    "Parameters": "All numbers that the network learns: those of its filters, and its weights. "
    "Dense layers have by far the most: so the preset Deep, with more layers but hardly a dense "
    "one, has fewer than Classic.",
    "Loss": "How surprised it is by the right answer. 0 is perfect; 2.3 is guessing among ten. "
    "Accuracy only counts right answers; loss also tells how sure it was: two networks with the "
    "same accuracy can differ in it.",
    "Accuracy": "The share of right answers.",
    "Batch": "The pictures it looks at before it corrects itself once: 128, say.",
    "Epoch": "One walk through all training pictures, batch by batch.",
    "Learning rate": "How large each correction is. Too small: it hardly moves. Too large: it "
    "jumps past what is good, or never learns.",
    "Over-fitting": "It gets better on its training pictures and no better, or worse, on others: "
    "the two curves part. It has memorised.",
    "Dropout": "Leaving out numbers at random while it learns, against over-fitting.",
    "Seed": "The number that all chance comes from: same seed, same training.",
    "Confusion matrix": "A table that counts, for every kind, what its pictures were taken for.",
    "Precision and recall": "Of all it called shirt, how many are shirts; of all shirts, how many "
    "it found.",
    "Confidence": "The probability it gives its own answer.",
    "Calibration": "Correcting the confidence until it is true: of answers given with 80 %, 80 of "
    "100 are right. What it answers stays the same.",
    "Confidence interval": "Where the true share probably lies, because only so many pictures were "
    "asked.",
    "Ensemble": "Several networks that answer together.",
    "Fine-tuning": "Going on with a trained network on a few new pictures.",
    "Transfer learning": "Beginning with a network that was trained for something else: what it "
    "already tells apart, such as edges and fabrics, need not be learned again.",
}


def text() -> str:
    """Return every term with what it means, as Markdown."""
    return "\n".join(f"- **{term}**: {words}" for term, words in TERMS.items())


def draw() -> None:
    """Draw the button that shows them."""
    with st.popover("Words", icon=":material/menu_book:", key="glossary"):
        st.markdown(text())
