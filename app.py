"""The app's front door: `streamlit run app.py` finds `app` here and serves the pages below."""

import streamlit as st
from starlette.middleware import Middleware

from fashion_model.environment import ASSETS
from ui import errors, layout, persistence, presenter, restart
from ui.dataset import download
from ui.embedding import PartitionMiddleware
from ui.first_html import FirstHtmlMiddleware
from ui.hosts import HostMiddleware
from ui.models import chosen_run
from ui.room.routes import routes
from ui.server import UploadMiddleware, check_settings, lifespan
from ui.training import link
from ui.visitor import CookieMiddleware

check_settings()
app = st.App(
    __file__,
    lifespan=lifespan,
    routes=routes(),
    middleware=[
        Middleware(HostMiddleware),
        Middleware(PartitionMiddleware),
        Middleware(CookieMiddleware),
        Middleware(FirstHtmlMiddleware),
        Middleware(UploadMiddleware),
    ],
    on_script_error=errors.report_unexpected,
)


def main() -> None:
    """Draw the frame every page shares, and the page the visitor is on."""
    st.set_page_config(page_icon=ASSETS / "logo.png", layout="wide")
    pages = [
        st.Page("pages/start.py", title="Start", icon=":material/home:", default=True),
        st.Page("pages/dataset.py", title="Dataset", icon=":material/photo_library:"),
        st.Page("pages/preprocessing.py", title="Preprocessing", icon=":material/tune:"),
        st.Page("pages/architecture.py", title="Architecture", icon=":material/account_tree:"),
        st.Page("pages/training.py", title="Training", icon=":material/model_training:"),
        st.Page("pages/compare.py", title="Compare", icon=":material/compare_arrows:"),
        st.Page("pages/evaluation.py", title="Evaluation", icon=":material/grid_on:"),
        st.Page("pages/classify.py", title="Classify", icon=":material/draw:"),
        st.Page("pages/conclusion.py", title="Conclusion", icon=":material/flag:"),
        st.Page("pages/class.py", title="Class", icon=":material/groups:"),
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{page.title} · Fashion CNN")
    st.logo(ASSETS / "logo.svg", size="large", icon_image=ASSETS / "logo-mark.svg")
    layout.apply_style()
    download.notice()
    chosen_run.restore()
    link.restore()
    persistence.restore()
    restart.look()
    presenter.restore()
    presenter.draw(page, pages)
    page.run()
    download.offer()


if __name__ == "__main__":
    main()
