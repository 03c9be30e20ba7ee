"""A room full of phones: `python -m benchmarks measure room-load`, `room-fuzz`, `room-restart`.

Phones are threads here, each with a connection of its own, that ask and draw as a phone's page
does; the wall is a real browser's. Goals: 30 phones with a drawing every 5 s get their answers
within 400 ms (p95), within 800 ms while a training runs; a drawing is on the wall 1.5 s after it
was sent (p95); the phone's page is there within a second over 1 Mbit/s; the server holds at most
350 MB with 1,000 drawings. Of 10,000 hostile bodies none is answered with an error 500 and nothing
is kept. With 10 % of requests lost and 30 s without a server, nothing that a phone was told is sent
is lost.

Milliseconds are of a machine left alone; `server_cores` says what the server itself computed.
"""

import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import psutil
import requests
from playwright.sync_api import Browser, Page

from benchmarks.room_phones import HOSTILE, Phone, drawn, hostile
from fashion_model.config import preset_for
from fashion_model.rooms import Opening, Room
from fashion_model.rooms.letters import new_key
from fashion_model.runs import open_run
from fashion_model.runs.directory import ROOMS
from tests.browser.chromium import launched, tab
from tests.browser.pages import open_page
from tests.browser.server import Server, serving, start, wait_until_healthy
from tests.rooms.phones import joined
from tests.tiny import queue_run, wait_for

PHONES, EVERY, SECONDS = 30, 5.0, 60.0
ON_THE_WALL = 15  # drawings that are looked for there
DRAWINGS = 1000
A_MEGABIT = 1_000_000 / 8  # bytes a second
BODIES = 10_000
LOST, GONE = 0.1, 30.0  # share of requests, seconds without a server


def room_load() -> dict[str, object]:
    """Return milliseconds from send to answer and to the wall, quiet and beside a training."""
    with (
        TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        launched() as browser,
        tab(browser, 1024, 576) as wall,
    ):
        key = _open(wall, server)
        phones = _join(server.url, key, PHONES)
        phones[0].draw()  # loads what answers
        process = psutil.Process(server.process.pid)
        first_load = _first_load(browser, server.url)
        quiet = _play(phones, wall, process)
        run = queue_run(server.runs, preset_for("broad", sample=True), "Beside the room")
        wait_for(run, lambda now: now.state == "running")
        training = _play(phones, wall, process)
        still = open_run(run.id, server.runs).state == "running"
        many = _many(phones, DRAWINGS)
        memory = process.memory_info().rss / 1e6
    return {
        "phones": PHONES,
        "page_first_load_ms": first_load,
        "quiet": quiet,
        "beside_a_training": training,
        "it_trained_to_the_end_of_that": still,
        "megabytes": {"drawings": many, "server": round(memory, 1)},
        "load_average": os.getloadavg()[0],
        "goals": {
            "answer_p95_ms": 400,
            "answer_p95_ms_beside_a_training": 800,
            "wall_p95_ms": 1500,
            "page_first_load_ms": 1000,
            "megabytes": 350,
        },
    }


def _first_load(browser: Browser, url: str) -> int:
    """Milliseconds until a phone's page can be used, the first time, over 1 Mbit/s."""
    with tab(browser, 390, 844, touch=True) as phone:
        slow = phone.context.new_cdp_session(phone)
        slow.send("Network.enable")
        slow.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": 50,
                "downloadThroughput": A_MEGABIT,
                "uploadThroughput": A_MEGABIT,
            },
        )
        begun = time.monotonic()
        phone.goto(f"{url}/room")
        phone.get_by_role("button", name="Join").wait_for()
        return round(1000 * (time.monotonic() - begun))


def _open(wall: Page, server: Server) -> str:
    open_page(wall, server.url, "class")
    wall.get_by_role("button", name="Open a room").click()
    letters = wall.locator(".st-key-room_letters p").first
    letters.wait_for()
    return joined(server.url, letters.inner_text()).key


def _join(url: str, key: str, number: int) -> list[Phone]:
    phones = [Phone(url, key) for _ in range(number)]
    for phone in phones:
        _again_and_again(phone.join)
    return phones


def _play(phones: Sequence[Phone], wall: Page, server: psutil.Process) -> dict[str, object]:
    """Have all draw every few seconds, and meanwhile look how soon some are on the wall."""
    over = threading.Event()
    for phone in phones:
        phone.seconds.clear()
    computed, started = sum(server.cpu_times()[:2]), time.monotonic()

    def play(number: int) -> None:
        time.sleep(EVERY * number / len(phones))
        while not over.is_set():
            begun = time.monotonic()
            phones[number].draw()
            while not over.wait(1.5) and time.monotonic() - begun < EVERY:
                with suppress(requests.Timeout):
                    phones[number].look()

    with ThreadPoolExecutor(len(phones)) as pool:
        playing = [pool.submit(play, number) for number in range(len(phones))]
        begun = time.monotonic()
        arrived = [_until_on_the_wall(phones[0], wall) for _ in range(ON_THE_WALL)]
        over.wait(max(0.0, SECONDS - (time.monotonic() - begun)))
        over.set()
        for each in playing:
            each.result()
    cores = (sum(server.cpu_times()[:2]) - computed) / (time.monotonic() - started)
    answers = [each for phone in phones for each in phone.seconds]
    return {
        "drawings": len(answers),
        "answer": _told(answers),
        "wall": _told(arrived),
        "server_cores": round(cores, 2),
    }


def _until_on_the_wall(other: Phone, wall: Page) -> float:
    """Seconds from sending the drawing of somebody new until their animal is on the wall."""
    phone = Phone(other.url, other.key)
    _again_and_again(phone.join)
    (animal,) = phone.animals
    begun = time.monotonic()
    phone.draw()
    wall.locator(f'[aria-label^="{animal}’s drawing"]').wait_for()
    return time.monotonic() - begun


def _many(phones: Sequence[Phone], drawings: int) -> int:
    """Have all draw as fast as they may until there are so many; return how many there are."""
    share = -(-drawings // len(phones))

    def draw(phone: Phone) -> None:
        while len(phone.sent) < share:
            phone.draw()
            time.sleep(0.5)

    with ThreadPoolExecutor(len(phones)) as pool:
        list(pool.map(draw, phones))
    return sum(len(phone.sent) for phone in phones)


def room_fuzz() -> dict[str, object]:
    """Return what hostile bodies were answered with, what was kept, and how phones fared after."""
    key = new_key()
    with TemporaryDirectory() as folder:
        journal = _leave_a_room(Path(folder), key)
        with serving(Path(folder)) as server:
            (phone,) = _join(server.url, key, 1)
            phone.draw()
            before = _of_one(phone)
            kept = len(journal.read_bytes().splitlines())
            rng = random.Random(1)
            with ThreadPoolExecutor(8) as pool:
                statuses = Counter(
                    pool.map(
                        lambda body: _status(server.url, *body),
                        [hostile(rng, key, phone.phone) for _ in range(BODIES)],
                    )
                )
            stored = len(journal.read_bytes().splitlines()) - kept
            after = _of_one(phone)
            memory = psutil.Process(server.process.pid).memory_info().rss / 1e6
    return {
        "bodies": BODIES,
        "kinds": len(HOSTILE),
        "statuses": dict(sorted(statuses.items())),
        "errors_500": sum(times for status, times in statuses.items() if status >= 500),
        "stored": stored,
        "answer": {"before": before, "after": after},
        "megabytes": round(memory, 1),
        "goals": {"errors_500": 0, "stored": 0},
    }


def _leave_a_room(scratch: Path, key: str) -> Path:
    folder = scratch / "runs" / ROOMS / new_key()
    folder.parent.mkdir(parents=True)
    Room.create(folder, Opening(key, "KLMN", "owner", None))
    return folder / "events.jsonl"


def _of_one(phone: Phone, drawings: int = 20) -> dict[str, float]:
    phone.seconds.clear()
    for _ in range(drawings):
        phone.draw()
        time.sleep(0.6)
    return _told(phone.seconds)


def _status(url: str, what: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of one request; 0 where the server hung up, as it may on what is too large."""
    try:
        answer = requests.post(f"{url}/room/{what}", body, headers=headers, timeout=30)
    except requests.RequestException:
        return 0
    return answer.status_code


def room_restart() -> dict[str, object]:
    """Return how many drawings that were called sent are gone after losses and a restart."""
    key = new_key()
    with TemporaryDirectory() as folder:
        journal = _leave_a_room(Path(folder), key)
        server = start(Path(folder))
        wait_until_healthy(server)
        try:
            phones = [Phone(server.url, key, lost=LOST) for _ in range(PHONES)]
            over = threading.Event()
            with ThreadPoolExecutor(PHONES) as pool:
                playing = [pool.submit(_insist, phone, over) for phone in phones]
                time.sleep(20)
                server.process.send_signal(signal.SIGKILL)
                server.process.wait()
                time.sleep(GONE)
                port = int(server.url.rsplit(":", 1)[1])
                server = start(Path(folder), port=port)
                wait_until_healthy(server)
                time.sleep(20)
                over.set()
                for each in playing:
                    each.result()
        finally:
            server.stop()
        events = [json.loads(line) for line in journal.read_text().splitlines()]
    kept = Counter(event["id"] for event in events if event["what"] == "drawn")
    sent = [drawing for phone in phones for drawing in phone.sent]
    return {
        "called_sent": len(sent),
        "requests_lost": sum(phone.losses for phone in phones),
        "gone": sum(drawing not in kept for drawing in sent),
        "kept_twice": sum(times > 1 for times in kept.values()),
        "phones_with_another_animal": sum(len(phone.animals) > 1 for phone in phones),
        "goals": {"gone": 0, "kept_twice": 0, "phones_with_another_animal": 0},
    }


def _insist(phone: Phone, over: threading.Event) -> None:
    """Draw every few seconds, and send each until it is answered, as the page does."""
    _again_and_again(phone.join)
    while not over.is_set():
        drawing, strokes = new_key(), drawn(phone.random)
        _again_and_again(lambda: phone.draw(strokes, drawing))  # noqa: B023
        over.wait(EVERY)


def _again_and_again(ask: Callable[..., Any]) -> None:
    while True:
        try:
            ask()
        except requests.RequestException:
            time.sleep(0.5 + random.random())
        else:
            return


def _told(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and longest, in milliseconds."""
    p50, p95 = np.percentile(seconds, [50, 95])
    return {
        "p50_ms": round(1000 * float(p50)),
        "p95_ms": round(1000 * float(p95)),
        "longest_ms": round(1000 * max(seconds)),
    }
