"""`python -m fashion_model`: everything the pages do, for terminals and scripts."""

from fashion_model.terminal import main

if __name__ == "__main__":
    main(prog_name="python -m fashion_model")
