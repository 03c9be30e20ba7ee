"""The app, and an address that tells what the server's process holds of visitors' pictures.

For tests: `streamlit run tests/faults/holding.py` in place of `app.py`; then `GET /held`.
MOST_BYTES in the environment is what all visitors together have room for.
"""

import gc
import os
from collections import Counter

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from streamlit.runtime import get_instance
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFile

import app as front
from ui.classify import uploads
from ui.classify.items import Handed, Item

uploads.MOST_BYTES = int(os.environ.get("MOST_BYTES", uploads.MOST_BYTES))
_KINDS = (Handed, Item)


async def held(request: Request) -> JSONResponse:
    """Tell what is held: files, what pages show and have sent, closed pages, pictures kept."""
    runtime = get_instance()
    files = runtime.uploaded_file_mgr
    assert isinstance(files, MemoryUploadedFileManager)
    sizes = [len(file.data) for own in files.file_storage.values() for file in own.values()]
    stats = runtime.stats_mgr.get_stats(["cache_memory_bytes"]).get("cache_memory_bytes", [])
    alive = gc.get_objects()  # of everything that Python has not let go of
    kinds = Counter(type(each) for each in alive if type(each) in _KINDS)
    told = {
        "files": len(sizes),
        "bytes": sum(sizes),
        "shown": sum(
            getattr(each, "byte_length", 0)
            for each in stats
            if getattr(each, "category_name", "") == "st_memory_media_file_storage"
        ),
        "sent": sum(each._client_state.ByteSize() for each in alive if type(each) is AppSession),
        "in_widgets": sum(len(each.getvalue()) for each in alive if type(each) is UploadedFile),
        "waiting": sum(each.client is None for each in runtime._session_mgr.list_sessions()),
        **{kind.__name__: kinds[kind] for kind in _KINDS},
    }
    return JSONResponse(told)


app = Starlette(routes=[Route("/held", held), Mount("/", front.app)], lifespan=front.app.lifespan())
