"""Start: what this is, one thing to try at once, and the way through the eight pages."""

import streamlit as st

from ui import errors, plan, start
from ui.layout import go, next_page

st.title("Teach a computer to recognise clothes")
st.markdown(
    "A **neural network** learns by example: it looks at thousands of small pictures of clothes, "
    "guesses what each one is, and corrects itself a little after every guess. Here you train one "
    "yourself and watch it learn, with nothing but clicks: no programming needed."
)

st.header("Try it: click a picture", anchor=False)
with errors.show_errors():
    start.draw_first_try()

st.header("How good is it, honestly?", anchor=False)
with errors.show_errors():
    start.draw_report()

st.header("Your way, in eight steps", anchor=False)
start.draw_path()
if st.button("In a hurry? Train a network in seconds", key="train_now", icon=":material/bolt:"):
    plan.take_quick_unless_planned()
    go("pages/training.py")

next_page("pages/dataset.py", "Next: look at the pictures")
