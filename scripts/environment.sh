# Sourced by ./run and ./check: makes .venv beside them and keeps it as the requirements say.
# shellcheck shell=sh

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# The first Python on this machine that is 3.11 to 3.13 (TensorFlow has no later wheels).
find_python() {
    for candidate in python3.13 python3.12 python3.11 python3 python; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
            >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

make_environment() {
    python=$(find_python) ||
        fail "This needs Python 3.11, 3.12 or 3.13; please install one of them and try again."
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        fail "$python comes without venv; please install it (on Debian and Ubuntu: sudo apt install python3-venv) and try again."
    printf 'Making .venv with %s ...\n' "$python"
    "$python" -m venv --clear .venv ||
        fail "Could not make .venv here; is the disk full, or the folder read-only?"
}

# install FILE...: pip runs only if one of the files differs from what was installed last.
install() {
    .venv/bin/python -m pip --version >/dev/null 2>&1 || make_environment
    for file in "$@"; do
        cmp -s "$file" ".venv/installed-$file" && continue
        printf 'Installing %s (a few minutes the first time) ...\n' "$file"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$file" ||
            fail "pip could not install $file; its message above says why (no network, or a full disk?)."
        cp "$file" ".venv/installed-$file"
    done
}
