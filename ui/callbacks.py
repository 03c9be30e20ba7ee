"""What a click does is done whole, whatever else asks for the page meanwhile.

Streamlit lets a callback die at its next look at the session once another run of the whole page is
asked for, by a second click or by a component that reports. A training was discarded so, and the
way to bring it back forgotten.
"""

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState


def do_whole() -> None:
    """Have requests to run the page anew, or to end it, wait until a callback is done."""
    handle = ScriptRunner._maybe_handle_execution_control_request

    def handle_after_callbacks(self: ScriptRunner) -> None:
        running = self._is_in_script_thread() and self._execing
        if not running or ThreadState.get().run_location is not RunLocation.CALLBACK:
            handle(self)

    ScriptRunner._maybe_handle_execution_control_request = handle_after_callbacks  # type: ignore[method-assign]
